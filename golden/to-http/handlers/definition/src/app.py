"""Says hello."""


def handler(event, context):
    method = event["httpMethod"]  # for the log
    return {"statusCode": 200, "body": f"{method} hello"}
