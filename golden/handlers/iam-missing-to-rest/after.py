def handler(event, context):
    caller = event["requestContext"]["identity"]
    pool = (caller.get("cognitoIdentityId") or "nobody")
    if pool == "nobody":
        return {"statusCode": 403, "headers": {"Content-Type": "text/plain"}, "body": "no"}
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": (caller.get("userArn") or "nobody")}
