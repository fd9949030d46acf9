def plain(function):
    def inner(event, context):
        return function({"httpMethod": event["httpMethod"], "body": event["body"] or ""}, context)

    return inner


@plain
def handler(request, context):
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": request["httpMethod"] + request["body"]}
