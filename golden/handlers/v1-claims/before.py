def handler(event, context):
    groups = event["requestContext"]["authorizer"]["claims"]["cognito:groups"]
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": groups}
