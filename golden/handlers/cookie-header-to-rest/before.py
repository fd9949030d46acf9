def handler(event, context):
    text = "signed in" if event["headers"].get("cookie") else "signed out"
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": text}
