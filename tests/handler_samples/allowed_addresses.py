# rewritten: ANY /internal/{proxy+}
import json
import os

ALLOWED = os.environ.get("ALLOWED_IPS", "203.0.113.9,198.51.100.7").split(",")


def handler(event, context):
    address = event["requestContext"]["identity"]["sourceIp"]
    if address not in ALLOWED:
        return {"statusCode": 403, "body": json.dumps({"message": "Forbidden"})}
    return {"statusCode": 200, "body": json.dumps({"path": event["pathParameters"]["proxy"], "from": address})}
