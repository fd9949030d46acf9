def handler(event, context):
    method = event["requestContext"]["http"]["method"]
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": f"{method} {event['rawPath']}"}
