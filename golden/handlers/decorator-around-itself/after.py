def guarded(function):
    def inner(event, context):
        if "authorization" not in event["headers"]:
            return {"statusCode": 401, "headers": {"Content-Type": "text/plain"}, "body": "no"}
        return function(event, context)

    return inner


def handler(event, context):
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event["requestContext"]["http"]["method"]}


handler = guarded(handler)
