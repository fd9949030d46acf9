def handler(event, context):
    if event["requestContext"]["http"]["method"] == "GET":
        return {"statusCode": 200}
