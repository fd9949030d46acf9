def guarded(function):
    def inner(event, context):
        if "x-token" not in event["headers"]:
            return {"statusCode": 401, "headers": {"Content-Type": "text/plain"}, "body": "no"}
        return function(event, context)

    return inner
