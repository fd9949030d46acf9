def open_to_browsers(function):
    def inner(event, context):
        response = function(event, context)
        response["headers"].update({"X-Frame-Options": "DENY"})
        return response

    return inner


def guarded(function):
    def inner(event, context):
        if "Authorization" not in event["headers"]:
            return {"statusCode": 401, "headers": {"Content-Type": "text/plain"}, "body": "no"}
        return function(event, context)

    return inner


def answer(event, context):
    return {"headers": {"Content-Type": "text/plain"}, "body": event["httpMethod"]}


handler = open_to_browsers(guarded(answer))
