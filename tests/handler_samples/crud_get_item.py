# rewritten: GET /items/{id}
import json
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ.get("TABLE", "items"))


def handler(event, context):
    item_id = event["pathParameters"]["id"]
    found = table.get_item(Key={"id": item_id}).get("Item")
    if not found:
        return {"statusCode": 404, "body": json.dumps({"message": "not found"})}
    return {"statusCode": 200, "body": json.dumps(found)}
