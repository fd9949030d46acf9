from enum import Enum


class Header(str, Enum):
    USER = "X-User"


class Field(Enum):
    METHOD = "httpMethod"


class Names:
    TRACE = "X-Trace"


def handler(event, context):
    user = event["headers"].get("x-user") or "-"
    trace = event["headers"].get("x-trace", "-")
    body = user + trace + event["requestContext"]["http"]["method"]
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": body}
