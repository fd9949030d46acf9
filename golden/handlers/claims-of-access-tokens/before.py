def handler(event, context):
    claims = event["requestContext"]["authorizer"]["jwt"]["claims"]
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": claims["client_id"] + claims["sub"]}
