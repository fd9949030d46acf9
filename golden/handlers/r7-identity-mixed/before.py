import json


def handler(event, context):
    context_of_request = event["requestContext"]
    identity = context_of_request["identity"]
    address = identity["sourceIp"]
    arn = identity["userArn"]
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps([address, arn])}
