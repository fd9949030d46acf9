# unchanged: GET /items/{id}; 2.0 > rest
import json

import boto3

table = boto3.resource("dynamodb").Table("items")


def handler(event, context):
    item = table.get_item(Key={"id": event["pathParameters"]["id"]}).get("Item")
    if not item:
        return {"statusCode": 404, "headers": {"Content-Type": "application/json"}, "body": json.dumps({"error": "none"})}
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(item)}
