def read(event):
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event["pathParameters"]["id"]}


def write(event):
    return {"statusCode": 201, "headers": {"Content-Type": "text/plain"}, "body": event["httpMethod"]}


def handler(event, context):
    return BY_METHOD[event["httpMethod"]](event) if event["httpMethod"] in BY_METHOD else read(event)


BY_METHOD = {"GET": read, "PUT": write}
