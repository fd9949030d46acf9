def read(event):
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event["httpMethod"]}


VIEWS = {"GET": read}


def more(table):
    table["POST"] = print


more(VIEWS)


def handler(event, context):
    return VIEWS[event["httpMethod"]](event)
