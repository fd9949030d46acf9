def read(event):
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event["pathParameters"]["id"]}


def write(event):
    return {"statusCode": 201, "headers": {"Content-Type": "text/plain"}, "body": event["requestContext"]["http"]["method"]}


def handler(event, context):
    return BY_METHOD[event["requestContext"]["http"]["method"]](event) if event["requestContext"]["http"]["method"] in BY_METHOD else read(event)


BY_METHOD = {"GET": read, "PUT": write}
