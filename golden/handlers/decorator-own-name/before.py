def capture_method(function):
    def inner(event, context):
        if event["httpMethod"] == "DELETE":
            return {"statusCode": 405, "headers": {"Content-Type": "text/plain"}, "body": "no"}
        return function(event, context)

    return inner


@capture_method
def handler(event, context):
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event["httpMethod"]}
