import json


def handler(event, context):
    if event["body"] is None:
        return {"statusCode": 400, "headers": {"Content-Type": "text/plain"}, "body": "empty"}
    size = len((event.get("body") or "")) > 0 if event["body"] is not None else False
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(size)}
