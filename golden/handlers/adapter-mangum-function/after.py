from mangum import Mangum

from site_app import app

asgi = Mangum(app, lifespan="off")


def handler(event, context):
    print(event["requestContext"]["http"]["sourceIp"])
    return asgi(event, context)
