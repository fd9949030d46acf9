def handler(event, context):
    if event["routeKey"] == "ANY /items":
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": "all"}
    return {"statusCode": 404}
