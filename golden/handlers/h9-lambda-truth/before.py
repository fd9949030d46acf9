def handler(event, context):
    if event["requestContext"]["authorizer"]["lambda"]["admin"]:
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": "admin"}
    return {"statusCode": 403}
