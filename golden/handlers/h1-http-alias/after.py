import json


def handler(event, context):
    method = event["httpMethod"]
    address = event["requestContext"]["identity"]["sourceIp"]
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps([method, address])}
