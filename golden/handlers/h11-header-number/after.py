LIMIT = 20


def handler(event, context):
    headers = {"Content-Type": "application/json", "X-Limit": LIMIT}
    headers["X-Version"] = "2"
    return {"statusCode": 200, "headers": headers, "body": "{}"}
