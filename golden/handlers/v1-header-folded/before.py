def find(headers, wanted):
    for name in headers:
        if name.casefold() == wanted.casefold():
            return headers[name]
    return "nobody"


def handler(event, context):
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": find(event["headers"], "X-User")}
