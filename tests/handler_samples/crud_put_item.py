# rewritten: POST /items
import json
import os

import boto3

TABLE = os.environ.get("TABLE", "items")
dynamodb = boto3.resource("dynamodb")


def handler(event, context):
    print(json.dumps(event))
    try:
        item = json.loads(event["body"])
    except (TypeError, ValueError):
        return {"statusCode": 400, "headers": {"Content-Type": "application/json"}, "body": json.dumps({"error": "no JSON"})}
    dynamodb.Table(TABLE).put_item(Item=item)
    return {"statusCode": 201, "headers": {"Content-Type": "application/json"}, "body": json.dumps(item)}
