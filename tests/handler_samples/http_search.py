# rewritten: GET /search; 2.0 > rest
import json


def handler(event, context):
    params = event.get("queryStringParameters", {})
    page = int(params.get("page", "1"))
    query = params.get("q", "")
    return {
        "statusCode": 200,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps({"query": query, "page": page, "agent": event["headers"].get("user-agent")}),
    }
