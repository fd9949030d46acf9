def _headers(event):
    """Give the headers by names in lower case."""
    return {name.lower(): value for name, value in (event.get("headers") or {}).items()}


def handler(event, context):
    text = "signed in" if _headers(event).get("cookie") else "signed out"
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": text}
