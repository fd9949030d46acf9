import library


def handler(event, context):
    del event["headers"]
    data = event["httpMethod"]
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(data)}
