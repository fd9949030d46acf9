def handler(event, context):
    arn = event.get("requestContext", {}).get("authorizer", {}).get("iam", {}).get("userArn")
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(arn)}
