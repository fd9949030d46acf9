from enum import Enum


class Header(str, Enum):
    USER = "X-User"


class Field(Enum):
    METHOD = "httpMethod"


class Names:
    TRACE = "X-Trace"


def handler(event, context):
    user = event["headers"].get(Header.USER) or "-"
    trace = event["headers"].get(Names.TRACE, "-")
    body = user + trace + event[Field.METHOD.value]
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": body}
