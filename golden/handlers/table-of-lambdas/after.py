def text(status, body):
    return {"statusCode": status, "headers": {"Content-Type": "text/plain"}, "body": body}


VIEWS = {"GET": lambda event, user: text(200, event["requestContext"]["http"]["method"] + user), "PUT": lambda e, _: text("201", e["rawPath"])}


def handler(event, context):
    rest = {"POST": lambda: text(202, event["requestContext"]["http"]["method"])}
    method = event["requestContext"]["http"]["method"]
    if method in rest:
        return rest[method]()
    view = VIEWS.get(method)
    return view(event, event["headers"].get("x-user", "nobody")) if view else text(405, "no")
