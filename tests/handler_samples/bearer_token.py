# rewritten: GET /private
import json


def get_token(event):
    header = event["headers"].get("Authorization", "")
    return header[len("Bearer "):] if header.startswith("Bearer ") else None


def handler(event, context):
    token = get_token(event)
    if not token:
        return {"statusCode": 401, "headers": {"WWW-Authenticate": "Bearer"}, "body": json.dumps({"message": "no token"})}
    return {"statusCode": 200, "body": json.dumps({"token": token})}
