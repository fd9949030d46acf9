def handler(event, context):
    who = event["requestContext"]["identity"]["cognitoIdentityId"]
    pool = event["requestContext"]["identity"].get("cognitoIdentityPoolId")
    return {"statusCode": 200 if who else 401, "headers": {"Content-Type": "text/plain"}, "body": str(pool)}
