def handler(event, context):
    headers = event["headers"]
    user = headers.get("X-User") or headers.get("x-user") or "nobody"
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": user}
