import base64
import hashlib


def _body(event):
    """Give the body as text: HTTP APIs send forms and files as base64."""
    body = event.get("body")
    if body and event.get("isBase64Encoded"):
        return base64.b64decode(body).decode("utf-8", "replace")
    return body


def handler(event, context):
    digest = hashlib.sha256((_body(event) or "").encode()).hexdigest()
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": digest}
