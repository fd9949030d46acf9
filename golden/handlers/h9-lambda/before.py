import json


def handler(event, context):
    given = event["requestContext"]["authorizer"]["lambda"]
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps([given["tenantId"], given.get("role")])}
