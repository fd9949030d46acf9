HEADERS = {"Access-Control-Allow-Origin": "https://shop.example.com"}


def handler(event, context):
    if event["requestContext"]["http"]["method"] == "OPTIONS":
        return {"statusCode": 204, "headers": HEADERS}
    return {"statusCode": 200, "headers": {"Content-Type": "application/json", "Access-Control-Allow-Origin": "https://shop.example.com"}, "body": "{}"}
