import library


def handler(event, context):
    data = event[library.key]
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(data)}
