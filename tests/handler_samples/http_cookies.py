# rewritten: GET /session, POST /session; 2.0 > rest
import json


def handler(event, context):
    if event["requestContext"]["http"]["method"] == "POST":
        return {
            "statusCode": 200,
            "headers": {"Content-Type": "application/json"},
            "cookies": ["session=s1; HttpOnly", "theme=dark"],
            "body": json.dumps({"ok": True}),
        }
    cookies = dict(cookie.split("=", 1) for cookie in event.get("cookies", []))
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(cookies)}
