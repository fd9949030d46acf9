# unchanged: GET /thumbnails/{key}; differs handler-binary
import base64

PIXEL = b"GIF89a"


def handler(event, context):
    key = event["pathParameters"]["key"]
    return {
        "statusCode": 200,
        "headers": {"Content-Type": "image/gif", "ETag": key},
        "body": base64.b64encode(PIXEL).decode("ascii"),
        "isBase64Encoded": True,
    }
