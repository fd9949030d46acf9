import base64
from urllib.parse import parse_qs

from audit import record


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
    record(event)
    user = _headers(event)["x-user"]
    return {"statusCode": 200, "body": user + parse_qs(_body(event))["name"][0]}
