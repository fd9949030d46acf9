"""A lambda in a table of a module."""

VIEWS = {"one": lambda request: f"{request['resource']} {request['headers'].get('Cookie')}"}


def handler(event, context):
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": VIEWS["one"](event)}
