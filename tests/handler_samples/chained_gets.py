# rewritten: GET /profile claims, PUT /profile claims
import json
from decimal import Decimal

import boto3

table = boto3.resource("dynamodb").Table("profiles")


def handler(event, context):
    user = event.get("requestContext", {}).get("authorizer", {}).get("claims", {}).get("sub")
    if not user:
        return {"statusCode": 401, "body": json.dumps({"message": "who are you"})}
    if event.get("httpMethod") == "PUT":
        profile = json.loads(event.get("body", "{}"), parse_float=Decimal)
        table.put_item(Item={**profile, "id": user})
        return {"statusCode": 200, "body": json.dumps({"id": user})}
    profile = table.get_item(Key={"id": user}).get("Item", {})
    return {"statusCode": 200, "body": json.dumps(profile, default=str)}
