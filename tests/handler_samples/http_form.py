# rewritten: POST /contact; 2.0 > rest
import base64
from urllib.parse import parse_qs


def handler(event, context):
    body = event.get("body", "")
    if event["isBase64Encoded"]:
        body = base64.b64decode(body).decode("utf-8")
    form = parse_qs(body)
    method = event["requestContext"]["http"]["method"]
    text = f"{method} {form.get('name', ['nobody'])[0]}"
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": text}
