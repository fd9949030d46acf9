def handler(event, context):
    authorizer = event["requestContext"].get("authorizer")
    if authorizer is None:
        return {"statusCode": 204}
    claims = event["requestContext"]["authorizer"]["jwt"]["claims"]
    return {"statusCode": 200, "body": claims["sub"] + claims.get("email", "")}
