# rewritten: POST /queue
import json

import boto3

sqs = boto3.client("sqs")


def handler(event, context):
    message = sqs.send_message(QueueUrl="https://queue", MessageBody=event["body"] or "")
    return {"statusCode": 202, "body": json.dumps({"id": message["MessageId"]})}
