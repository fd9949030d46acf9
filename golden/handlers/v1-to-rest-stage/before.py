def handler(event, context):
    path = event["path"].removeprefix("/live")
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": path}
