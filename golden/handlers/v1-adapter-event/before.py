from mangum import Mangum

from site_app import app

asgi = Mangum(app, lifespan="off")


def handler(event, context):
    if event["headers"].get("X-User") == "u1":
        return {"statusCode": 403, "headers": {"Content-Type": "text/plain"}, "body": "no"}
    return asgi(event, context)
