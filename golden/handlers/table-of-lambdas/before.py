def text(status, body):
    return {"statusCode": status, "headers": {"Content-Type": "text/plain"}, "body": body}


VIEWS = {"GET": lambda event, user: text(200, event["httpMethod"] + user), "PUT": lambda e, _: text("201", e["path"])}


def handler(event, context):
    rest = {"POST": lambda: text(202, event["httpMethod"])}
    method = event["httpMethod"]
    if method in rest:
        return rest[method]()
    view = VIEWS.get(method)
    return view(event, event["headers"].get("X-User", "nobody")) if view else text(405, "no")
