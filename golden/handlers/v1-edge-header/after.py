def _headers(event):
    """Give the headers by names in lower case."""
    return {name.lower(): value for name, value in (event.get("headers") or {}).items()}


def handler(event, context):
    country = _headers(event).get("cloudfront-viewer-country", "US")
    try:
        user = _headers(event)["x-user"]
    except KeyError as error:
        return {"statusCode": 400, "headers": {"Content-Type": "text/plain"}, "body": f"missing {error}"}
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": user + country}
