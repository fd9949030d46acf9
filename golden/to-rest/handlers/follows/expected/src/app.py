"""Says hello."""


def handler(event, context):
    method = event["httpMethod"]
    return {"statusCode": 200, "headers": {"content-type": "text/plain"}, "body": f"{method} hello"}
