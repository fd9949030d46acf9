def handler(event, context):
    try:
        text = event["body"]
    except KeyError:
        return {"statusCode": 400}
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": text}
