def handler(event, context):
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain", "Access-Control-Allow-Origin": "https://shop.example.com"}, "body": event["path"]}
