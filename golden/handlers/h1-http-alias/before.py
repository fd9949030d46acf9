import json


def handler(event, context):
    http = event["requestContext"]["http"]
    method = http["method"]
    address = http["sourceIp"]
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps([method, address])}
