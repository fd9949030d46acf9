import base64
import json


def _body(event):
    """Give the body as text: HTTP APIs send forms and files as base64."""
    body = event.get("body")
    if body and event.get("isBase64Encoded"):
        return base64.b64decode(body).decode("utf-8", "replace")
    return body


def handler(event, context):
    try:
        data = json.loads(_body(event) or "{}")
    except ValueError:
        return {"statusCode": 400, "headers": {"Content-Type": "text/plain"}, "body": "no JSON"}
    return {"statusCode": 201, "headers": {"Content-Type": "application/json"}, "body": json.dumps(data.get("id"))}
