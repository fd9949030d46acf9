def handler(event, context):
    http = event["requestContext"]["http"]
    method = http.get("method") or event.get("httpMethod")
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": method}
