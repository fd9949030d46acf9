def handler(event, context):
    left = int(event["requestContext"]["authorizer"]["jwt"]["claims"]["exp"])
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(left)}
