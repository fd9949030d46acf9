VIEWS = {"GET": lambda event: {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event["httpMethod"]}}


def ticked(method):
    return VIEWS["GET"]({"httpMethod": method})


def handler(event, context):
    return VIEWS[event["httpMethod"]](event)
