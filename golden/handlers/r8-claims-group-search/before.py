def handler(event, context):
    claims = event["requestContext"]["authorizer"]["claims"]
    if "admins" in claims["cognito:groups"]:
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": "in"}
    return {"statusCode": 403}
