# rewritten: GET /orders; rest > 1.0
import json


def get_token(event):
    header = event["headers"].get("Authorization")
    return header.split(" ")[1] if header else None


def handler(event, context):
    token = get_token(event)
    if token is None:
        return {"statusCode": 401, "body": json.dumps({"message": "Missing token"})}
    return {"statusCode": 200, "body": json.dumps({"orders": [], "token": token})}
