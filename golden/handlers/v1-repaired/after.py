import base64
import json
from urllib.parse import parse_qs


def _body(event):
    """Give the body as text: HTTP APIs send forms and files as base64."""
    body = event.get("body")
    if body and event.get("isBase64Encoded"):
        return base64.b64decode(body).decode("utf-8", "replace")
    return body


def _headers(event):
    """Give the headers by names in lower case."""
    return {name.lower(): value for name, value in (event.get("headers") or {}).items()}


def handler(event, context):
    headers = _headers(event) or {}
    form = parse_qs(_body(event) or "")
    data = [headers.get("authorization"), headers.get("x-user"), form, event["path"].removeprefix("/" + event["requestContext"]["stage"])]
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(data)}
