import base64
import functools


def _body(event):
    """Give the body as text: HTTP APIs send forms and files as base64."""
    body = event.get("body")
    if body and event.get("isBase64Encoded"):
        return base64.b64decode(body).decode("utf-8", "replace")
    return body


def answered(function):
    @functools.wraps(function)
    def inner(*args, **kwargs):
        try:
            return function(*args, **kwargs)
        except ValueError:
            return {"statusCode": 400, "headers": {"Content-Type": "text/plain"}, "body": function.__name__}

    return inner


@answered
def handler(event, context):
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(int(_body(event))) + event["requestContext"]["http"]["method"]}
