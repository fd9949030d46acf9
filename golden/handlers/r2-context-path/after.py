def handler(event, context):
    print(event["requestContext"]["http"]["path"])
    return {"statusCode": 204}
