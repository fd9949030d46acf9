def handler(event, context):
    if event["httpMethod"] == "GET":
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": "ok"}
