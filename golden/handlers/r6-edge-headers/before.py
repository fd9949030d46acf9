def handler(event, context):
    country = event["headers"].get("CloudFront-Viewer-Country")
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": country or "?"}
