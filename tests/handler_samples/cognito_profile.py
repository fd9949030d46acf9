# rewritten: GET /me claims
import json


def handler(event, context):
    claims = event["requestContext"]["authorizer"]["claims"]
    profile = {"id": claims["sub"], "email": claims.get("email"), "ip": event["requestContext"]["identity"]["sourceIp"]}
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(profile)}
