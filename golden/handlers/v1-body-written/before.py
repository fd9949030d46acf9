def handler(event, context):
    event["body"] = event["body"] or "{}"
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event["body"]}
