import json


def handler(event, context):
    headers = event["headers"] or {}
    found = ("; ".join(event["cookies"]) if event.get("cookies") else None)
    other = ("; ".join(event["cookies"]) if event.get("cookies") else "none") if event["headers"] else "none"
    there = "cookies" in event
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps([found, there, other == "x"])}
