def handler(event, context):
    data = event["requestContext"]["http"]["method"] if event.get("version") == "2.0" else event["httpMethod"]
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(data)}
