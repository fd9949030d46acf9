"""Tags."""

import json
from urllib.parse import parse_qs


def handler(event, context):
    values = ((parse_qs(event["rawQueryString"], keep_blank_values=True) or None) or {}).get("tag", [])
    every = (parse_qs(event["rawQueryString"], keep_blank_values=True) or None)
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps([values, every])}
