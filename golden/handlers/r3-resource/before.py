def handler(event, context):
    resource = event["requestContext"]["resourcePath"]
    if event["resource"] == "/items/{id}":
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": "one"}
    if event["resource"] in ("/items", "/items/{id}"):
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": resource}
    return {"statusCode": 404}
