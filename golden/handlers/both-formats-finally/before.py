def handler(event, context):
    try:
        method = event["requestContext"]["http"]["method"]
    except KeyError:
        try:
            method = event["httpMethod"]
        finally:
            method = "GET"
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": method}
