# rewritten: authorizer request 2.0
import json


class Policy:
    def __init__(self, principal):
        self.principal = principal
        self.statements = []

    def add(self, effect, resource):
        self.statements.append({"Action": "execute-api:Invoke", "Effect": effect, "Resource": resource})

    def build(self, **context):
        document = {"Version": "2012-10-17", "Statement": self.statements}
        return {"principalId": self.principal, "policyDocument": document, "context": context}


def handler(event, context):
    token = (event["headers"].get("Authorization") or "").split(" ")[-1]
    policy = Policy("user")
    policy.add("Allow" if token == "allow" else "Deny", event["methodArn"])
    return policy.build(scopes=json.dumps(["read"]))
