import json
from urllib.parse import parse_qs


def handler(event, context):
    headers = event["headers"] or {}
    form = parse_qs(event["body"] or "")
    data = [headers.get("Authorization"), headers.get("X-User"), form, event["path"]]
    return {"headers": {"Content-Type": "application/json"}, "body": json.dumps(data)}
