import functools


def answering(function):
    @functools.wraps(function)
    def inner(*args, **kwargs):
        try:
            return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": function(*args, **kwargs)}
        except ValueError as error:
            return {"statusCode": 400, "headers": {"Content-Type": "text/plain"}, "body": str(error)}

    return inner


@answering
def word(event):
    return event["headers"].get("x-user") or event["requestContext"]["http"]["method"]


def handler(event, context):
    return word(event)
