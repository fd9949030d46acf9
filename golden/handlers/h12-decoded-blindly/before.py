import base64


def handler(event, context):
    text = base64.b64decode(event["body"]).decode()
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": text}
