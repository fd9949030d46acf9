"""Tags."""

import json


def handler(event, context):
    values = (event["multiValueQueryStringParameters"] or {}).get("tag", [])
    every = event.get("multiValueQueryStringParameters")
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps([values, every])}
