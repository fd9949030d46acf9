import library


def handler(event, context):
    data = event["headers"].get(library.name)
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(data)}
