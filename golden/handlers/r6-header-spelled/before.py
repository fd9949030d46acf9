def handler(event, context):
    token = event["headers"].get("X-TOKEN", "none")
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": token}
