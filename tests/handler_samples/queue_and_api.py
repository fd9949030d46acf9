# rewritten: POST /messages
import json

import boto3

table = boto3.resource("dynamodb").Table("messages")


def store(message):
    table.put_item(Item=message)
    return message["id"]


def handler(event, context):
    if "Records" in event:
        return {"stored": [store(json.loads(record["body"])) for record in event["Records"]]}
    stored = store(json.loads(event["body"]))
    return {"statusCode": 201, "headers": {"Content-Type": "application/json"}, "body": json.dumps({"id": stored})}
