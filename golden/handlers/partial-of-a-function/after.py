"""A partial function that a function makes for itself."""

from functools import partial


def read(prefix, event):
    return prefix + event["requestContext"]["http"]["method"]


def handler(event, context):
    said = partial(read, "a ")
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": said(event)}
