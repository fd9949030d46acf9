import library


def handler(event, context):
    data = event["body"] if "body" in event else "none"
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(data)}
