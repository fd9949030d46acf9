def handler(event, context):
    print event["httpMethod"]
    return {"statusCode": 200}
