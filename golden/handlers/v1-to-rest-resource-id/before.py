def handler(event, context):
    body = event["requestContext"]["resourceId"]
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": body}
