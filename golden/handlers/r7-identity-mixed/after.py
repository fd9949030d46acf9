import json


def handler(event, context):
    context_of_request = event["requestContext"]
    address = event["requestContext"]["http"]["sourceIp"]
    arn = event["requestContext"].get("authorizer", {}).get("iam", {}).get("userArn")
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps([address, arn])}
