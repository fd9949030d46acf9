def handler(event, context):
    if event["resource"] == "/v1/items":
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": "items"}
    return {"statusCode": 404}
