def handler(event, context):
    groups = event["requestContext"]["authorizer"]["claims"]["cognito:groups"].split(",")
    if "blocked" in groups:
        return {"statusCode": 403}
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": "in"}
