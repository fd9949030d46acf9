import json


def handler(event, context):
    if isinstance(event["body"], bytes):
        event["body"] = json.loads(event["body"])
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event["body"] or ""}
