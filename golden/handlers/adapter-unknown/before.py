from library import middleware


def inner(event, context):
    return {"statusCode": 200}


handler = middleware(inner)
