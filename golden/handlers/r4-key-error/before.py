def handler(event, context):
    try:
        data = event["queryStringParameters"]["q"]
    except KeyError:
        data = "none"
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(data)}
