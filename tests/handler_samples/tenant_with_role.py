# flagged: GET /admin lambda
import json


def handler(event, context):
    authorizer = event["requestContext"]["authorizer"]
    if authorizer.get("isAdmin") != "true":
        return {"statusCode": 403, "body": json.dumps({"message": "admins only"})}
    return {"statusCode": 200, "body": json.dumps({"tenant": authorizer["tenantId"]})}
