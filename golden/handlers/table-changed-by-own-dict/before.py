def first(event):
    return {"statusCode": 200, "body": event["path"]}


def other(event):
    return {"statusCode": 200, "body": event["resource"]}


def dict(table):
    table["a"] = other


TABLE = {"a": first}


def handler(event, context):
    dict(TABLE)
    return TABLE["a"](event)
