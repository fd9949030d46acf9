# rewritten: POST /hooks/chat
import json
import logging
import os

import boto3

logger = logging.getLogger()
logger.setLevel(logging.INFO)

sns = boto3.client("sns")


def lambda_response(status, payload):
    return {"statusCode": status, "body": json.dumps(payload), "headers": {"Content-Type": "application/json"}}


def handler(event, context):
    logger.info("Received event: %s", json.dumps(event))
    message = json.loads(event.get("body") or "{}")
    if message.get("type") == "url_verification":
        return lambda_response(200, {"challenge": message["challenge"]})
    retried = "X-Slack-Retry-Num" in event["headers"]
    if not retried:
        sns.publish(TopicArn=os.environ.get("TOPIC", "topic"), Message=json.dumps(message))
    return lambda_response(200, {"ok": True, "retried": retried})
