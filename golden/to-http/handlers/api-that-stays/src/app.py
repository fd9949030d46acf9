def handler(event, context):
    user = event["headers"].get("X-User")
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(user)}
