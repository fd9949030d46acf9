import base64


def handler(event, context):
    body = event.get("body") or ""
    if event["isBase64Encoded"]:
        body = base64.b64decode(body).decode()
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": body}
