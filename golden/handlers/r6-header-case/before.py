import json


def handler(event, context):
    user = event["headers"]["X-User"] if "X-User" in event["headers"] else "nobody"
    token = event["headers"].get("Authorization") or event["headers"].get("authorization")
    kind = (event.get("headers") or {}).get('Content-Type', "none")
    body = {"user": user, "token": token, "json": kind == "application/json"}
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(body)}
