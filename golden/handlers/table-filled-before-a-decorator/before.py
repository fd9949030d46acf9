import json

VIEWS = {}


def view(function):
    VIEWS[function.__name__] = function
    return function


def answering(function):
    def inner(event):
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": json.dumps(function(event))}

    return inner


@answering
@view
def read(event):
    return {"method": event["httpMethod"]}


def handler(event, context):
    return VIEWS["read"](event)
