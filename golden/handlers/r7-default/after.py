def handler(event, context):
    identity = (event["requestContext"].get("authentication") or {})
    cert = (identity.get("clientCert") or {}).get("subjectDN")
    ip = (event.get("requestContext", {}).get("authorizer", {}).get("iam", {}).get("cognitoIdentity") or {}).get("identityId")
    return {"statusCode": 200 if cert else 401, "headers": {"Content-Type": "text/plain"}, "body": str(ip)}
