def _headers(event):
    """Give the headers by names in lower case."""
    return {name.lower(): value for name, value in (event.get("headers") or {}).items()}


def handler(event, context):
    following = _headers(event).get("x-next")
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain", "X-Next": following}, "body": "a"}
