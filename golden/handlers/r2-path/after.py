def handler(event, context):
    where = event["rawPath"]
    if where.startswith("/items"):
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event.get("rawPath", "/")}
    return {"statusCode": 404}
