from mangum import Mangum

from site_app import app

asgi = Mangum(app, lifespan="off")


def _headers(event):
    """Give the headers by names in lower case."""
    return {name.lower(): value for name, value in (event.get("headers") or {}).items()}


def handler(event, context):
    if _headers(event).get("x-user") == "u1":
        return {"statusCode": 403, "headers": {"Content-Type": "text/plain"}, "body": "no"}
    return asgi(event, context)
