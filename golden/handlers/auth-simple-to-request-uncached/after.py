import json


def _headers(event):
    """Give the headers by names in lower case."""
    return {name.lower(): value for name, value in (event.get("headers") or {}).items()}


def _policy(event, answer):
    """Say as a policy for this request what isAuthorized says."""
    effect = "Allow" if answer.get("isAuthorized") is True else "Deny"
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": event["methodArn"]}
    context = {
        key: value if isinstance(value, (str, int, float, bool)) else json.dumps(value)
        for key, value in (answer.get("context") or {}).items()
    }
    return {
        "principalId": "user",
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "context": context,
    }


def handler(event, context):
    token = _headers(event)["authorization"]
    response = {"isAuthorized": False, "context": {"arn": event["methodArn"].split("/")[-1]}}
    if token == "allow" and event["httpMethod"] == "GET":
        response["isAuthorized"] = True
    return _policy(event, response)
