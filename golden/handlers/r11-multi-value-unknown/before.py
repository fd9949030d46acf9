from cookies import cookie_headers


def handler(event, context):
    return {"statusCode": 200, "multiValueHeaders": cookie_headers(), "body": "{}"}
