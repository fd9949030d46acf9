def handler(event, context):
    return {"statusCode": 200, "headers": {"Access-Control-Allow-Origin": "https://shop.example.com"}, "body": "[]"}
