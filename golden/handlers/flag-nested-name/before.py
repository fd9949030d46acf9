import library


def handler(event, context):
    data = (lambda event: event["httpMethod"])(library.other)
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(data)}
