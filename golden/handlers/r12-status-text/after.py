def handler(event, context):
    return {"statusCode": 201, "headers": {"Content-Type": "text/plain"}, "body": "made"}
