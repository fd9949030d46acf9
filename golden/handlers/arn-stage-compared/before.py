def policy(effect, resource):
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": resource}
    return {"principalId": "user", "policyDocument": {"Version": "2012-10-17", "Statement": [statement]}}


def handler(event, context):
    part = event["methodArn"].split("/")
    if part[1] == "live" and event["authorizationToken"] != "allow":
        return policy("Deny", event["methodArn"])
    return policy("Allow", event["methodArn"])
