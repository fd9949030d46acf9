import base64
import json
from functools import wraps


def _body(event):
    """Give the body as text: HTTP APIs send forms and files as base64."""
    body = event.get("body")
    if body and event.get("isBase64Encoded"):
        return base64.b64decode(body).decode("utf-8", "replace")
    return body


def parsed(function):
    @wraps(function)
    def inner(event, context):
        try:
            event["body"] = json.loads(_body(event) or "{}")
        except ValueError:
            return {"statusCode": 400, "headers": {"Content-Type": "text/plain"}, "body": "no JSON"}
        event["queryStringParameters"] = event.get("queryStringParameters") or {}
        event["user"] = event["headers"].get("authorization")
        return function(event, context)

    return inner


@parsed
def handler(event, context):
    seen = [event.get("body"), event.get("queryStringParameters").get("q"), event["user"]]
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(seen)}
