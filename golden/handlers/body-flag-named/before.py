import base64


def handler(event, context):
    body = event["body"] or ""
    encoded = event.get("isBase64Encoded", False)
    print(f"{len(body)} characters, encoded: {encoded}")
    if encoded:
        body = base64.b64decode(body).decode()
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": body}
