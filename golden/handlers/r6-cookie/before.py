import json


def handler(event, context):
    headers = event["headers"] or {}
    found = headers.get("Cookie")
    other = event["headers"].get("cookie", "none") if event["headers"] else "none"
    there = "Cookie" in headers
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps([found, there, other == "x"])}
