import json


def handler(event, context):
    headers = event.get("headers") or {}

    def caller():
        return headers.get("X-User", "nobody")

    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps([caller(), headers.get("Authorization")])}
