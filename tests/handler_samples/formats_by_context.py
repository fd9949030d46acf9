# flagged: GET /either-way
import json


def handler(event, context):
    http = event.get("requestContext", {}).get("http")
    method = http["method"] if http else event["httpMethod"]
    path = event.get("rawPath") or event.get("path")
    return {"statusCode": 200, "body": json.dumps({"method": method, "path": path})}
