"""A lambda in a table of a module."""

VIEWS = {"one": lambda request: f"{request['routeKey'].split(' ', 1)[-1]} {('; '.join(request['cookies']) if request.get('cookies') else None)}"}


def handler(event, context):
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": VIEWS["one"](event)}
