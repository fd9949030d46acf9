def handler(event, context):
    if "rawPath" in event:
        return {"statusCode": 200}
    return {"statusCode": 500}
