def handler(event, context):
    request = {**event}
    caller = request["requestContext"].copy()["identity"]
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": request["httpMethod"] + caller["sourceIp"]}
