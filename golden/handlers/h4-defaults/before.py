import json


def handler(event, context):
    query = event.get("queryStringParameters", {})
    values = (event.get("pathParameters") or {}).get("id")
    stage = event.get("stageVariables", None)
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps([query.get("q"), values, stage])}
