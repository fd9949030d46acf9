import json


def handler(event, context):
    query = event.get("queryStringParameters", {})
    tags = query.get("tag", "").split(",")
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(tags)}
