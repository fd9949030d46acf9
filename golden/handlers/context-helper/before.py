def is_admin(flag):
    return bool(flag)


def handler(event, context):
    admin = is_admin(event["requestContext"]["authorizer"]["lambda"]["admin"])
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": "all" if admin else "own"}
