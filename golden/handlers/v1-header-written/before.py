def handler(event, context):
    event["headers"]["X-User"] = event["headers"].get("X-User", "nobody")
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event["headers"]["X-User"]}
