HEADERS = {"Access-Control-Allow-Origin": "https://shop.example.com"}


def handler(event, context):
    if event["httpMethod"] == "OPTIONS":
        return {"statusCode": 204, "headers": HEADERS}
    return {"statusCode": 200, "headers": {"Access-Control-Allow-Origin": "https://shop.example.com"}, "body": "{}"}
