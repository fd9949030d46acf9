# rewritten: ANY /items, ANY /items/{id}
import json

import boto3

table = boto3.resource("dynamodb").Table("items")


def respond(err, res=None):
    return {
        "statusCode": "400" if err else "200",
        "body": str(err) if err else json.dumps(res),
        "headers": {"Content-Type": "application/json"},
    }


def handler(event, context):
    operation = event["httpMethod"]
    if operation == "GET":
        return respond(None, table.scan()["Items"])
    elif operation == "POST":
        payload = json.loads(event["body"] or "{}")
        return respond(None, table.put_item(Item=payload))
    return respond(ValueError(f"Unsupported method {operation}"))
