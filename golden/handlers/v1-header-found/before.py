def handler(event, context):
    owner = event["headers"].get("x-owner")
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": owner or "nobody"}
