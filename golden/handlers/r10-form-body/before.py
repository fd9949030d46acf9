import json
from urllib.parse import parse_qs


def handler(event, context):
    body = event["body"]
    form = parse_qs(body or "")
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps([form.get("name"), form.get("id")])}
