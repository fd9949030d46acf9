import json


def handler(event, context):
    user = event["headers"]["x-user"] if "x-user" in event["headers"] else "nobody"
    token = event["headers"].get("authorization")
    kind = (event.get("headers") or {}).get('content-type', "none")
    body = {"user": user, "token": token, "json": kind == "application/json"}
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(body)}
