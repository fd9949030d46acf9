def handler(event, context):
    if event["requestContext"]["authorizer"]["admin"] == "true":
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": "admin"}
    return {"statusCode": 403}
