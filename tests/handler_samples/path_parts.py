# rewritten: ANY /api/{proxy+}
import json


def handler(event, context):
    parts = [part for part in event["path"].split("/") if part]
    method = event["httpMethod"]
    name = parts[1] if len(parts) > 1 else None
    if method == "GET" and name:
        return {"statusCode": 200, "body": json.dumps({"collection": name, "parts": len(parts)})}
    if method == "POST" and name:
        return {"statusCode": 201, "body": json.dumps({"collection": name, "item": json.loads(event["body"])})}
    return {"statusCode": 404, "body": json.dumps({"message": "Not Found"})}
