import library


def handler(event, context):
    rc = event["requestContext"]
    data = library.read(rc)
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(data)}
