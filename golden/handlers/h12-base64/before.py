import base64


def handler(event, context):
    picture = base64.b64encode(b"x").decode()
    return {"statusCode": 200, "headers": {"Content-Type": "image/png"}, "isBase64Encoded": True, "body": picture}
