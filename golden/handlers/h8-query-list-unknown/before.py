import json


def handler(event, context):
    tags = (event.get("queryStringParameters") or {}).get("tag")
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(tags.split(",") if tags else [])}
