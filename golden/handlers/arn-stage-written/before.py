def handler(event, context):
    api = event["methodArn"].partition("/")[0]
    effect = "Allow" if event["authorizationToken"] == "allow" else "Deny"
    statements = [
        {"Action": "execute-api:Invoke", "Effect": effect, "Resource": api + "/*"},
        {"Action": "execute-api:Invoke", "Effect": "Deny", "Resource": api + "/live/DELETE/*"},
    ]
    return {"principalId": "user", "policyDocument": {"Version": "2012-10-17", "Statement": statements}}
