def handler(event, context):
    if event["requestContext"]["http"]["method"] == "DELETE":
        return {"message": "no"}
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": "ok"}
