import functools


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
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(int(event["body"])) + event["httpMethod"]}
