import library


def handler(event, context):
    library.last = event
    data = event["httpMethod"]
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(data)}
