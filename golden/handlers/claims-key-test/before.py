def handler(event, context):
    if "authorizer" not in event["requestContext"] or 'claims' not in event["requestContext"]["authorizer"]:
        return {"statusCode": 401}
    claims = event["requestContext"]["authorizer"]["claims"]
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": claims["sub"]}
