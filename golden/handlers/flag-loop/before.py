import library


def handler(event, context):
    data = [key for key in event]
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(data)}
