import json


def _headers(event):
    """Give the headers by names in lower case."""
    return {name.lower(): value for name, value in (event.get("headers") or {}).items()}


def _policy_for_all(event, answer):
    """Say as a policy what isAuthorized says; it is cached, and so is for every route as isAuthorized was."""
    effect = "Allow" if answer.get("isAuthorized") is True else "Deny"
    resource = "/".join(event["methodArn"].split("/", 2)[:2]) + "/*"
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": resource}
    context = {
        key: value if isinstance(value, (str, int, float, bool)) else json.dumps(value)
        for key, value in (answer.get("context") or {}).items()
    }
    return {
        "principalId": "user",
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "context": context,
    }


def said(token):
    return "yes" if token == "allow" else "no"


def handler(event, context):
    return _policy_for_all(event, {"isAuthorized": said(_headers(event).get("authorization"))})
