def handler(event, context):
    kind = event["headers"].get("content-type", "none")
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": kind}
