def handler(event, context):
    if event["headers"].get("X-User"):
        return {"statusCode": 200, "body": event["headers"]["X-User"], "headers": {"content-type": "text/plain"}}
    return {"statusCode": 401, "body": "none", "headers": {"content-type": "text/plain"}}
