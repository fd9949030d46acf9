# rewritten: GET /users/{userId}/orders
import base64
import json
import os

import boto3
from boto3.dynamodb.conditions import Key

TABLE = os.environ.get("ORDERS_TABLE", "orders")
MAX_PAGE = 50

table = boto3.resource("dynamodb").Table(TABLE)


def decode_token(token):
    return json.loads(base64.urlsafe_b64decode(token.encode()).decode())


def encode_token(key):
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode()


def handler(event, context):
    user_id = event["pathParameters"]["userId"]
    params = event.get("queryStringParameters") or {}
    try:
        limit = min(int(params.get("limit", 20)), MAX_PAGE)
    except ValueError:
        return {"statusCode": 400, "body": json.dumps({"message": "limit is no number"})}
    arguments = {"KeyConditionExpression": Key("userId").eq(user_id), "Limit": limit}
    if params.get("nextToken"):
        arguments["ExclusiveStartKey"] = decode_token(params["nextToken"])
    page = table.query(**arguments)
    answer = {"orders": page["Items"], "count": len(page["Items"])}
    if "LastEvaluatedKey" in page:
        answer["nextToken"] = encode_token(page["LastEvaluatedKey"])
    return {"statusCode": 200, "body": json.dumps(answer)}
