def handler(event, context):
    where = event["path"]
    if where.startswith("/items"):
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event.get("path", "/")}
    return {"statusCode": 404}
