def handler(event, context):
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event["rawPath"].removeprefix("/" + event["requestContext"]["stage"])}
