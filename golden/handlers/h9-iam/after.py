import json


def handler(event, context):
    iam = event["requestContext"]["identity"]
    arn = event["requestContext"].get("identity", {}).get("userArn")
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps([iam["caller"], arn])}
