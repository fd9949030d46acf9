def handler(event, context):
    kind = "file" if event["isBase64Encoded"] else "text"
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": kind}
