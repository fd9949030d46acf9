# rewritten: GET /account, POST /account
import json

from auth import current_user


def handler(event, context):
    user = current_user(event)
    if user is None:
        return {
            "statusCode": 401,
            "headers": {"Content-Type": "application/json", "WWW-Authenticate": "Bearer"},
            "body": json.dumps({"message": "Unauthorized"}),
        }
    if event["httpMethod"] == "POST":
        return {
            "statusCode": 200,
            "headers": {"Content-Type": "application/json"},
            "body": json.dumps({"user": user["sub"], "saved": json.loads(event["body"])}),
        }
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(user)}
