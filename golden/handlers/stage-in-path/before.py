def handler(event, context):
    if event["requestContext"]["path"].startswith("/prod/"):
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": "p"}
    return {"statusCode": 403, "headers": {"Content-Type": "text/plain"}, "body": "d"}
