import library


def _headers(event):
    """Give the headers by names in lower case."""
    return {name.lower(): value for name, value in (event.get("headers") or {}).items()}


def handler(event, context):
    token = _headers(event)["authorization"]
    library.check(event["headers"])
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": token}
