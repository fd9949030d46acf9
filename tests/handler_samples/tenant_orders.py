# rewritten: GET /tenants/orders lambda, GET /tenants/orders/{id} lambda
import json
import logging

import boto3

logger = logging.getLogger()
logger.setLevel(logging.WARNING)
table = boto3.resource("dynamodb").Table("orders")


def handler(event, context):
    tenant = event["requestContext"]["authorizer"]["tenantId"]
    logger.info("tenant %s", tenant)
    params = event["pathParameters"] or {}
    if "id" in params:
        found = table.get_item(Key={"tenant": tenant, "id": params["id"]}).get("Item")
        return {"statusCode": 200 if found else 404, "body": json.dumps(found)}
    return {"statusCode": 200, "body": json.dumps({"tenant": tenant, "orders": table.scan()["Items"]})}
