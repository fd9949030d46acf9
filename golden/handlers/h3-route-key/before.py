def handler(event, context):
    if event["routeKey"] == "GET /items":
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": "all"}
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event["routeKey"].lower()}
