import functools


def _headers(event):
    """Give the headers by names in lower case."""
    return {name.lower(): value for name, value in (event.get("headers") or {}).items()}


def named(function):
    @functools.wraps(function)
    def inner(event, context):
        if "x-user" not in _headers(event):
            return {"statusCode": 401}
        return function(event, context)

    return inner


@named
def handler(event, context):
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": "ok"}
