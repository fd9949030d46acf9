def handler(event, context):
    following = event["headers"].get("x-next")
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain", "X-Next": following}, "body": "a"}
