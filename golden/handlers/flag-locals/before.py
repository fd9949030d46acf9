import library


def handler(event, context):
    data = str(locals())
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(data)}
