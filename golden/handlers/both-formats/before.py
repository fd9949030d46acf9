def handler(event, context):
    method = event.get("httpMethod") or event["requestContext"]["http"]["method"]
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": method}
