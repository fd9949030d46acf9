"""An authorizer of two spellings of a header."""


def _headers(event):
    """Give the headers by names in lower case."""
    return {name.lower(): value for name, value in (event.get("headers") or {}).items()}


def handler(event, context):
    allowed = not _headers(event).get("authorization") or event["headers"].get("authorization")
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
