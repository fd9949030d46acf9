import json


def handler(event, context):
    query = event["queryStringParameters"] or {}
    if event["queryStringParameters"] is None and event["stageVariables"] is None:
        return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(event["pathParameters"])}
    name = query.get("name", "nobody")
    first = event["queryStringParameters"]["q"] if "q" in query else None
    return {
        "statusCode": 200,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps({"name": name, "first": first, "body": event["body"] is None}),
    }
