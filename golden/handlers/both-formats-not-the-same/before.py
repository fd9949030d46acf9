def handler(event, context):
    new = event.get("version") == "2.0"
    method = event["requestContext"]["http"]["method"] if new else event["httpMethod"]
    if new:
        return {"statusCode": 400, "headers": {"Content-Type": "text/plain"}, "body": "no"}
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": method}
