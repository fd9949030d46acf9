def handler(event, context):
    return {"headers": {"Content-Type": "text/plain"}, "body": "ok"}
