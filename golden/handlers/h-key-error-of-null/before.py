def handler(event, context):
    try:
        body = event["body"]
    except Exception:
        return {"statusCode": 400, "headers": {"Content-Type": "text/plain"}, "body": "no body"}
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(body)}
