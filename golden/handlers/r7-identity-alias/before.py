import json


def handler(event, context):
    identity = event["requestContext"]["identity"]
    address, agent = identity["sourceIp"], identity.get("userAgent")
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps([address, agent])}
