# rewritten: authorizer token 2.0
import os

TOKEN = os.environ.get("TOKEN", "allow")


def generate_policy(principal, effect, resource):
    return {
        "principalId": principal,
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [{"Action": "execute-api:Invoke", "Effect": effect, "Resource": resource}],
        },
    }


def handler(event, context):
    token = event["authorizationToken"]
    if token == TOKEN:
        return generate_policy("user", "Allow", event["methodArn"])
    return generate_policy("user", "Deny", event["methodArn"])
