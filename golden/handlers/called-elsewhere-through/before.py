def read(event):
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event["httpMethod"]}


VIEWS = {"GET": lambda event: {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event["httpMethod"]}}


def found(event):
    return read(event)


def looked_up(event):
    return VIEWS["GET"](event)


def handler(event, context):
    return found(event) if event["path"] == "/" else looked_up(event)


def warm():
    return found({"httpMethod": "GET"}), looked_up({"httpMethod": "GET"})
