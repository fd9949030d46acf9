def handler(event, context):
    method = event["requestContext"]["http"]["method"]
    if method == "GET":
        return {"items": [1, 2], "method": method}
    if method == "POST":
        return "created"
    return [method]
