def handler(event, context):
    method = event.get("httpMethod", "none")
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": method}
