import base64


def handler(event, context):
    size = len(base64.b64decode(event["body"]))
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(size)}
