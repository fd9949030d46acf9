import json


def handler(event, context):
    iam = event["requestContext"]["authorizer"]["iam"]
    arn = event["requestContext"].get("authorizer", {}).get("iam", {}).get("userArn")
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps([iam["callerId"], arn])}
