# unchanged: GET /staff claims; rest > 1.0
import json


def handler(event, context):
    claims = event["requestContext"]["authorizer"]["claims"]
    groups = claims.get("cognito:groups", "").split(",")
    if "admins" not in groups:
        return {"statusCode": 403, "body": json.dumps({"message": "no"})}
    return {"statusCode": 200, "body": json.dumps({"staff": []})}
