# rewritten: GET /todos claims, POST /todos claims
import json
import logging
import os

import boto3
from boto3.dynamodb.conditions import Key

logger = logging.getLogger()
table = boto3.resource("dynamodb").Table(os.environ.get("TODO_TABLE", "todos"))


def get_user_id(event):
    return event["requestContext"]["authorizer"]["claims"]["sub"]


def handler(event, context):
    user_id = get_user_id(event)
    logger.info("user %s", user_id)
    if event["httpMethod"] == "GET":
        todos = table.query(KeyConditionExpression=Key("owner").eq(user_id))["Items"]
        return {"statusCode": 200, "body": json.dumps(todos)}
    todo = json.loads(event["body"])
    todo["owner"] = user_id
    table.put_item(Item=todo)
    return {"statusCode": 201, "body": json.dumps(todo)}
