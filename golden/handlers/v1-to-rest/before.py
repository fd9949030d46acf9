def handler(event, context):
    user = event["headers"].get("x-user", "nobody")
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": user, "note": "x"}
