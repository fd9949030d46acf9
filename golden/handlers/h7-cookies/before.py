import json


def handler(event, context):
    cookies = event.get("cookies", [])
    first = event["cookies"][0] if "cookies" in event else None
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps([cookies, first, event.get("cookies")])}
