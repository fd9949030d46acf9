PIXEL = "R0lGODlhAQABAAAAACw="


def handler(event, context):
    return {"statusCode": 200, "headers": {"Content-Type": "image/gif"}, "body": PIXEL, "isBase64Encoded": True}
