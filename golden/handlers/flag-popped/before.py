import library


def handler(event, context):
    data = event["headers"].pop("X-User", None)
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(data)}
