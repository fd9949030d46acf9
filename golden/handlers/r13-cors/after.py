HEADERS = {"Access-Control-Allow-Origin": "*", "Content-Type": "application/json"}


def handler(event, context):
    if event["requestContext"]["http"]["method"] == "OPTIONS":
        return {"statusCode": 204, "headers": HEADERS}
    return {"statusCode": 200, "headers": HEADERS, "body": "{}"}
