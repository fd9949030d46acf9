import json


def handler(event, context):
    identity = event["requestContext"]["http"]
    address, agent = identity["sourceIp"], identity.get("userAgent")
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps([address, agent])}
