import json


def handler(event, context):
    authorizer = event["requestContext"]["authorizer"]
    tenant = authorizer["lambda"]["tenantId"]
    role = event["requestContext"]["authorizer"].get("lambda", {}).get("role", "reader")
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps([tenant, role])}
