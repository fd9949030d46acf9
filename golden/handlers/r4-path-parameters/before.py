def handler(event, context):
    item = event["pathParameters"]["id"]
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": item}
