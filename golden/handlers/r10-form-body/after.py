import base64
import json
from urllib.parse import parse_qs


def _body(event):
    """Give the body as text: HTTP APIs send forms and files as base64."""
    body = event.get("body")
    if body and event.get("isBase64Encoded"):
        return base64.b64decode(body).decode("utf-8", "replace")
    return body


def handler(event, context):
    body = _body(event)
    form = parse_qs(body or "")
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps([form.get("name"), form.get("id")])}
