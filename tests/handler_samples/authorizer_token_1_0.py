# unchanged: authorizer token 1.0
def handler(event, context):
    print("token received")
    effect = "Allow" if event["authorizationToken"].split()[-1:] == ["allow"] else "Deny"
    parts = event["methodArn"].split("/")
    resource = "/".join(parts[:2]) + "/*"
    return {
        "principalId": "user",
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [{"Action": "execute-api:Invoke", "Effect": effect, "Resource": [resource]}],
        },
        "context": {"tenantId": "t-1"},
    }
