def handler(event, context):
    headers = {"Access-Control-Allow-Origin": "https://shop.example.com"}
    return {"statusCode": 200, "headers": headers, "body": "{}"}
