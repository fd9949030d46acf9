"""Says hello."""


def handler(event, context):
    method = event["requestContext"]["http"]["method"]
    return {"statusCode": 200, "headers": {"content-type": "text/plain"}, "body": f"{method} hello"}
