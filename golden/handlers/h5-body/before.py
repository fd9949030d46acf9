import json


def handler(event, context):
    if "body" not in event:
        return {"statusCode": 400, "headers": {"Content-Type": "text/plain"}, "body": "empty"}
    size = len(event.get("body", "")) > 0 if "body" in event else False
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(size)}
