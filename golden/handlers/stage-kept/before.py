def handler(event, context):
    if event["requestContext"]["stage"] == "live":
        return {"statusCode": 404}
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": "notes for testers"}
