def handler(event, context):
    if event["pathParameters"]:
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event["pathParameters"]["id"]}
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": "all"}
