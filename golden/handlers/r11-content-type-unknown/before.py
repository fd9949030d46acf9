def respond(status, body, headers=None):
    return {"statusCode": status, "headers": headers or {}, "body": body}


def handler(event, context):
    return respond(200, "x", {"Content-Type": "text/plain"})
