"""Says hello."""


def handler(event, context):
    method = event["httpMethod"]
    return {"statusCode": 200, "body": f"{method} hello"}
