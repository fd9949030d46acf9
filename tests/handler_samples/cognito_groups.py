# flagged: DELETE /users/{id} claims
import json


def handler(event, context):
    groups = event["requestContext"]["authorizer"]["claims"].get("cognito:groups", "").split(",")
    if "admins" not in groups:
        return {"statusCode": 403, "body": json.dumps({"message": "forbidden"})}
    return {"statusCode": 200, "body": json.dumps({"deleted": event["pathParameters"]["id"]})}
