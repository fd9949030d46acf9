# rewritten: GET /items
import json

import boto3

table = boto3.resource("dynamodb").Table("items")


def handler(event, context):
    params = event["queryStringParameters"] or {}
    limit = int(params.get("limit", 10))
    start = params.get("start")
    rows = table.scan(Limit=limit)["Items"]
    rows = [row for row in rows if not start or row["id"] >= start]
    response = {
        "statusCode": 200,
        "headers": {"Access-Control-Allow-Origin": "*"},
        "body": json.dumps({"items": rows, "limit": limit}),
    }
    return response
