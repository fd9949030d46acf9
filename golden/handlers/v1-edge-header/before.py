def handler(event, context):
    country = event["headers"].get("CloudFront-Viewer-Country", "US")
    try:
        user = event["headers"]["X-User"]
    except KeyError as error:
        return {"statusCode": 400, "headers": {"Content-Type": "text/plain"}, "body": f"missing {error}"}
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": user + country}
