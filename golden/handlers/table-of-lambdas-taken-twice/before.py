import more

VIEWS = {"GET": lambda e: {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": e["httpMethod"]}}


def handler(event, context):
    inner = {"GET": lambda e: {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": e["httpMethod"]}}
    for each in inner.values():
        each({"httpMethod": "GET"})
    if event["path"] == "/":
        return inner["GET"](event)
    return VIEWS["GET"](event)
