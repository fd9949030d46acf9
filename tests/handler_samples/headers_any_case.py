# rewritten: GET /feature-flags
import json


def header(event, wanted):
    for name, value in (event.get("headers") or {}).items():
        if name.lower() == wanted.lower():
            return value
    return None


def handler(event, context):
    user = header(event, "X-User")
    return {"statusCode": 200, "body": json.dumps({"beta": user == "u1", "language": header(event, "Accept-Language")})}
