BASE = {"statusCode": 200, "body": "a"}


def handler(event, context):
    BASE["body"] += event["path"]
    return {**BASE}
