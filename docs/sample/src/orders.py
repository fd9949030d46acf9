"""List and create the orders of a customer."""

import json


def handler(event, context):
    customer = event["requestContext"]["authorizer"]["claims"]["sub"]
    if event["httpMethod"] == "POST":
        order = json.loads(event["body"])
        return {"statusCode": 201, "body": json.dumps({"customer": customer, "order": order})}
    return {"statusCode": 200, "body": json.dumps({"customer": customer, "orders": []})}
