def _headers(event):
    """Give the headers by names in lower case."""
    return {name.lower(): value for name, value in (event.get("headers") or {}).items()}


def handler(event, context):
    return {"statusCode": 200, "body": _headers(event)["x-tenant"]}
