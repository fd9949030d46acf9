def handler(event, context):
    caller = event["requestContext"]["authorizer"]["iam"]
    pool = caller.get("cognitoIdentity", {}).get("identityId", "nobody")
    if pool == "nobody":
        return {"statusCode": 403, "headers": {"Content-Type": "text/plain"}, "body": "no"}
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": caller.get("userArn", "nobody")}
