# flagged: POST /admin/users claims
import json

ADMIN = "admins"


def groups_of(claims):
    return claims.get("cognito:groups", "").split(",")


def handler(event, context):
    claims = event["requestContext"]["authorizer"]["claims"]
    if ADMIN not in groups_of(claims):
        return {"statusCode": 403, "body": json.dumps({"message": "admins only"})}
    return {"statusCode": 201, "body": json.dumps({"by": claims["email"]})}
