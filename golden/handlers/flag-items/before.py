import library


def handler(event, context):
    data = dict(event["headers"].items())
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(data)}
