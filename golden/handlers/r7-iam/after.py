import json


def handler(event, context):
    identity = event["requestContext"].get("authorizer", {}).get("iam", {})
    arn = event["requestContext"].get("authorizer", {}).get("iam", {}).get("userArn")
    data = [arn, event["requestContext"].get("authorizer", {}).get("iam", {}).get("accountId"), identity.get("callerId")]
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(data)}
