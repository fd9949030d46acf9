import json


def handler(event, context):
    if "body" in event:
        event["body"] = json.loads(event["body"])
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": json.dumps(event.get("body", "none"))}
