import library


def handler(event, context):
    def inner(e=event):
        return e["httpMethod"]

    data = inner()
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(data)}
