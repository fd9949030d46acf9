def handler(event, context):
    try:
        caller = event["requestContext"]["authorizer"]["iam"]["cognitoIdentity"]["identityId"]
    except (KeyError, TypeError):
        return {"statusCode": 401, "headers": {"Content-Type": "text/plain"}, "body": "no"}
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(caller)}
