# rewritten: GET /cors, OPTIONS /cors; cors
import json

HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "Content-Type",
    "Content-Type": "application/json",
}


def handler(event, context):
    if event["httpMethod"] == "OPTIONS":
        return {"statusCode": 200, "headers": HEADERS, "body": ""}
    return {"statusCode": 200, "headers": HEADERS, "body": json.dumps({"ok": True})}
