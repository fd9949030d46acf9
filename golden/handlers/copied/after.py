def handler(event, context):
    request = {**event}
    caller = request["requestContext"].copy()["http"]
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": request["requestContext"]["http"]["method"] + caller["sourceIp"]}
