import functools


def named(function):
    @functools.wraps(function)
    def inner(event, context):
        if "X-User" not in event["headers"]:
            return {"statusCode": 401}
        return function(event, context)

    return inner


@named
def handler(event, context):
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": "ok"}
