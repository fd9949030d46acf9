def answer(event, context):
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event["httpMethod"]}
