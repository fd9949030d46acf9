from contextlib import suppress


def handler(event, context):
    q = "none"
    with suppress(KeyError):
        q = event["queryStringParameters"]["q"]
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": q}
