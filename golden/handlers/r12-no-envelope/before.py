def handler(event, context):
    if event["httpMethod"] == "DELETE":
        return {"message": "no"}
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": "ok"}
