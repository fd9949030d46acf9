# unchanged: POST /webhook
import json
import logging

logger = logging.getLogger()


def handler(event, context):
    logger.info("received event: %s", json.dumps(event, indent=2))
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps("Hello from Lambda!")}
