def handler(event, context):
    identity = event["requestContext"]["identity"]
    cert = (identity.get("clientCert") or {}).get("subjectDN")
    ip = event.get("requestContext", {}).get("identity", {}).get("cognitoIdentityId", "none")
    return {"statusCode": 200 if cert else 401, "headers": {"Content-Type": "text/plain"}, "body": str(ip)}
