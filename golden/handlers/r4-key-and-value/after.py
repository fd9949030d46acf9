def handler(event, context):
    if event.get("body") is not None:
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": "ok"}
    return {"statusCode": 400}
