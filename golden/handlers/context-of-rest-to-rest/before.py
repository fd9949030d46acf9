def handler(event, context):
    allowed = event["requestContext"]["authorizer"].get("admin")
    return {"statusCode": 200 if allowed else 403, "headers": {"Content-Type": "text/plain"}, "body": "x"}
