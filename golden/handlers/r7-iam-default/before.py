def handler(event, context):
    arn = event.get("requestContext", {}).get("identity", {}).get("userArn", "anonymous")
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(arn)}
