def handler(event, context):
    if event.get("pathParameters"):
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event.get("pathParameters")["id"]}
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": "all"}
