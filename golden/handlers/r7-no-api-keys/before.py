def handler(event, context):
    key = event["requestContext"]["identity"]["apiKey"]
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": key}
