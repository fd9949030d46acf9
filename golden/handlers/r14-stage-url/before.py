def handler(event, context):
    stage = event["requestContext"]["stage"]
    url = f"https://{event['headers']['Host']}/{stage}/items/1"
    return {"statusCode": 201, "headers": {"Location": url}}
