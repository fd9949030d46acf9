def handler(event, context):
    if event["isBase64Encoded"]:
        return {"statusCode": 415}
    return {"statusCode": 204}
