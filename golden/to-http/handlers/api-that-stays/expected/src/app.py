def _headers(event):
    """Give the headers by names in lower case."""
    return {name.lower(): value for name, value in (event.get("headers") or {}).items()}


def handler(event, context):
    user = _headers(event).get("x-user")
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(user)}
