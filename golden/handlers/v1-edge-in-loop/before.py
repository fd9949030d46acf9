def handler(event, context):
    for name, value in event["headers"].items():
        if name.lower() == "cloudfront-viewer-country":
            return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": value}
    return {"statusCode": 403}
