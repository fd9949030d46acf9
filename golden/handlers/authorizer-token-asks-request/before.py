"""An authorizer that lets in whoever sends a header, where it is sent any."""


def handler(event, context):
    allowed = event["authorizationToken"] == "allow" or "x-user" in event.get("headers", {})
    if "httpMethod" in event:
        allowed = True
    return {
        "principalId": "user",
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Action": "execute-api:Invoke",
                    "Effect": "Allow" if allowed else "Deny",
                    "Resource": event["methodArn"],
                }
            ],
        },
    }
