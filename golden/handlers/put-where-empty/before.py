def handler(event, context):
    if not event["body"]:
        event["body"] = "{}"
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event["body"]}
