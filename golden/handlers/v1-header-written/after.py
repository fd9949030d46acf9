def _headers(event):
    """Give the headers by names in lower case."""
    return {name.lower(): value for name, value in (event.get("headers") or {}).items()}


def handler(event, context):
    event["headers"]["X-User"] = _headers(event).get("x-user", "nobody")
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": _headers(event)["x-user"]}
