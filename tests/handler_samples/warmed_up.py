# rewritten: GET /prices/{sku}
import json

PRICES = {"v0": 12}


def handler(event, context):
    if event.get("source") == "warmup":
        return {"statusCode": 200, "body": "warm"}
    sku = event["pathParameters"]["sku"]
    currency = (event["queryStringParameters"] or {}).get("currency", "EUR")
    if sku not in PRICES:
        return {"statusCode": 404, "body": json.dumps({"message": f"no price for {sku}"})}
    return {"statusCode": 200, "body": json.dumps({"sku": sku, "price": PRICES[sku], "currency": currency})}
