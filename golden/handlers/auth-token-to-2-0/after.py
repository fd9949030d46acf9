def policy(effect, resource):
    return {
        "principalId": "user",
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [{"Action": "execute-api:Invoke", "Effect": effect, "Resource": resource}],
        },
        "context": {"tenantId": "t-1"},
    }


def handler(event, context):
    token = event["identitySource"][0]
    return policy("Allow" if token == "allow" else "Deny", event["routeArn"])
