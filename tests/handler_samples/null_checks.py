# rewritten: GET /cities
import json


def handler(event, context):
    country = None
    if "queryStringParameters" in event and event["queryStringParameters"] is not None:
        country = event["queryStringParameters"].get("name")
    size = 10
    if event["queryStringParameters"] and "limit" in event["queryStringParameters"]:
        size = event["queryStringParameters"]["limit"]
    return {"statusCode": 200, "body": json.dumps({"country": country, "size": size})}
