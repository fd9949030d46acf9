def word(event):
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event["queryStringParameters"]["q"]}


VIEWS = {"GET": word}


def handler(event, context):
    try:
        return VIEWS[event["requestContext"]["http"]["method"]](event)
    except KeyError:
        return {"statusCode": 400}
