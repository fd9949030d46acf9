import json


def handler(event, context):
    try:
        data = json.loads(event["body"] or "{}")
    except ValueError:
        return {"statusCode": 400, "headers": {"Content-Type": "text/plain"}, "body": "no JSON"}
    return {"statusCode": 201, "headers": {"Content-Type": "application/json"}, "body": json.dumps(data.get("id"))}
