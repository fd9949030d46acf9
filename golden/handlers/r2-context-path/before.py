def handler(event, context):
    print(event["requestContext"]["path"])
    return {"statusCode": 204}
