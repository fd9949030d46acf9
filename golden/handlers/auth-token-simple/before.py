def handler(event, context):
    if event["authorizationToken"] == "unauthorized":
        raise Exception("Unauthorized")
    if event.get("authorizationToken") != "allow":
        return {
            "principalId": "nobody",
            "policyDocument": {"Version": "2012-10-17", "Statement": [{"Action": "*", "Effect": "Deny", "Resource": "*"}]},
        }
    return {
        "principalId": "user",
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [{"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": event["methodArn"]}],
        },
        "context": {"tenantId": "t-1"},
        "usageIdentifierKey": "key",
    }
