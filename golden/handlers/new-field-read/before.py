def handler(event, context):
    known = "routeKey" in event
    path = event.get("rawPath", "/")
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": f"{path} {known}"}
