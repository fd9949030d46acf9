import json


def handler(event, context):
    headers = event["headers"]
    user = event.get("headers", {}).get("x-user", "nobody")
    there = "authorization" in event["headers"]
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps([headers.get("authorization"), user, there])}
