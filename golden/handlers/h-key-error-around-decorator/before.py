def quietly(function):
    def inner(event):
        try:
            return function(event)
        except KeyError:
            return {"statusCode": 400}

    return inner


@quietly
def word(event):
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event["queryStringParameters"]["q"]}


def handler(event, context):
    return word(event)
