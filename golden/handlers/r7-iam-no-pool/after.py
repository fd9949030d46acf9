def handler(event, context):
    who = (event["requestContext"].get("authorizer", {}).get("iam", {}).get("cognitoIdentity") or {}).get("identityId")
    pool = (event["requestContext"].get("authorizer", {}).get("iam", {}).get("cognitoIdentity") or {}).get("identityPoolId")
    return {"statusCode": 200 if who else 401, "headers": {"Content-Type": "text/plain"}, "body": str(pool)}
