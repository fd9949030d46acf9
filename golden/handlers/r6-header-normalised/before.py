def handler(event, context):
    headers = {k.lower(): v for k, v in (event["headers"] or {}).items()}
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": headers.get("x-user", "nobody")}
