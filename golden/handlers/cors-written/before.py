HEADERS = {"Content-Type": "application/json", "X-Total": "2"}


def respond(status, text):
    return {
        "statusCode": status,
        "headers": {
            **HEADERS,
            "Cache-Control": "no-store",
        },
        "body": text,
    }


def handler(event, context):
    if event.get("queryStringParameters") is None:
        return {"statusCode": 204}
    if event.get("queryStringParameters").get("plain"):
        return {"statusCode": 200, "headers": HEADERS, "body": "[]"}
    if event.get("queryStringParameters").get("list"):
        return {"items": []}
    return respond(200, "[]")
