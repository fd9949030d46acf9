def handler(event, context):
    if event["requestContext"]["http"]["method"] == "GET":
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": "ok"}
