# rewritten: POST /events; aws_lambda_powertools
import json

from aws_lambda_powertools import Logger

logger = Logger(service="events")


@logger.inject_lambda_context
def handler(event, context):
    try:
        body = json.loads(event["body"])
    except (TypeError, json.JSONDecodeError):
        logger.warning("no JSON")
        return {"statusCode": 400, "body": json.dumps({"message": "no JSON"})}
    return {"statusCode": 200, "body": json.dumps({"id": body.get("id"), "method": event["httpMethod"]})}
