# rewritten: GET /agent
import json


def handler(event, context):
    headers = event.get("headers") or {}
    agent = headers.get("User-Agent", "")
    language = headers.get("Accept-Language", "en")
    mobile = "Mobile" in agent
    return {"statusCode": 200, "body": json.dumps({"mobile": mobile, "language": language})}
