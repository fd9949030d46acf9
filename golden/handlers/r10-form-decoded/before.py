import base64
import json
from urllib.parse import parse_qs


def handler(event, context):
    body = event["body"] or ""
    if event["isBase64Encoded"]:
        body = base64.b64decode(body).decode()
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(parse_qs(body).get("name"))}
