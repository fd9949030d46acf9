import library


def handler(event, context):
    data = library.read(event["headers"])
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(data)}
