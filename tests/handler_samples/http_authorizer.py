# rewritten: authorizer 2.0 request; simple
import os

TOKEN = os.environ.get("TOKEN", "allow")


def handler(event, context):
    token = event["headers"].get("authorization", "")
    return {"isAuthorized": token == TOKEN, "context": {"plan": "free"}}
