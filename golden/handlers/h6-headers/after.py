import json


def _headers(event):
    """Give the headers by names in lower case."""
    return {name.lower(): value for name, value in (event.get("headers") or {}).items()}


def handler(event, context):
    headers = _headers(event)
    user = _headers(event).get("x-user", "nobody")
    there = "authorization" in _headers(event)
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps([headers.get("authorization"), user, there])}
