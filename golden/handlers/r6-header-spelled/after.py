def handler(event, context):
    token = event["headers"].get("x-token", "none")
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": token}
