import json


def handler(event, context):
    query = event.get("queryStringParameters") or {}
    if event.get("queryStringParameters") is None and event.get("stageVariables") is None:
        return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(event.get("pathParameters"))}
    name = query.get("name", "nobody")
    first = event.get("queryStringParameters")["q"] if "q" in query else None
    return {
        "statusCode": 200,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps({"name": name, "first": first, "body": event.get("body") is None}),
    }
