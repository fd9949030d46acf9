def handler(event, context):
    resource = event["requestContext"]["routeKey"].split(" ", 1)[-1]
    if event["routeKey"].split(" ", 1)[-1] == "/items/{id}":
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": "one"}
    if event["routeKey"].split(" ", 1)[-1] in ("/items", "/items/{id}"):
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": resource}
    return {"statusCode": 404}
