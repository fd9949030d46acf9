"""An authorizer of two spellings of a header."""


def handler(event, context):
    allowed = not event["headers"].get("Authorization") or event["headers"].get("authorization")
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
