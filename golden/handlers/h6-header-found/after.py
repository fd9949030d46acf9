def _headers(event):
    """Give the headers by names in lower case."""
    return {name.lower(): value for name, value in (event.get("headers") or {}).items()}


def handler(event, context):
    if _headers(event).get("x-user"):
        return {"statusCode": 200, "body": _headers(event)["x-user"], "headers": {"content-type": "text/plain"}}
    return {"statusCode": 401, "body": "none", "headers": {"content-type": "text/plain"}}
