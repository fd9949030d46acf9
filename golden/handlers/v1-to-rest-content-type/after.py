def _headers(event):
    """Give the headers by names in lower case."""
    return {name.lower(): value for name, value in (event.get("headers") or {}).items()}


def handler(event, context):
    kind = _headers(event).get("content-type", "none")
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": kind}
