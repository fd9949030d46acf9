"""Take note of payments."""


def handler(event, context):
    signature = event["headers"].get("X-Signature")
    if signature is None:
        return {"statusCode": 400, "body": "no signature"}
    return {"statusCode": 204}
