# rewritten: GET /me claims; 2.0 > rest
import json


def handler(event, context):
    method = event["requestContext"]["http"]["method"]
    claims = event["requestContext"]["authorizer"]["jwt"]["claims"]
    print(f"{method} by {claims['sub']}")
    profile = {"id": claims["sub"], "email": claims.get("email"), "ip": event["requestContext"]["http"]["sourceIp"]}
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(profile)}
