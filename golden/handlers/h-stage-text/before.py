def handler(event, context):
    key = f"{event['requestContext']['stage']}-admin"
    return {"statusCode": 200 if key == "$default-admin" else 403, "headers": {"Content-Type": "text/plain"}, "body": ""}
