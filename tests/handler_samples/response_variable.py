# rewritten: GET /stock/{sku}, POST /stock/{sku}
import json
import logging

logger = logging.getLogger()
logger.setLevel("INFO")

STOCK = {"v0": 4}


def handler(event, context):
    logger.info({"method": event["httpMethod"], "path": event["path"]})
    response = {"headers": {"Content-Type": "application/json"}}
    sku = event["pathParameters"]["sku"]
    if event["httpMethod"] == "POST":
        STOCK[sku] = json.loads(event["body"]).get("quantity", 0)
    if sku in STOCK:
        response["statusCode"] = 200
        response["body"] = json.dumps({"sku": sku, "left": STOCK[sku]})
    else:
        response["statusCode"] = 404
        response["body"] = json.dumps({"message": "unknown"})
    return response
