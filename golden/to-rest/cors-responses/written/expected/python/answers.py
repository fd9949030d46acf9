import json


def ok(value):
    return {"statusCode": 200, "headers": {"Content-Type": "application/json", "Access-Control-Allow-Origin": "https://shop.example.com", "Access-Control-Allow-Credentials": "true", "Access-Control-Expose-Headers": "X-Total"}, "body": json.dumps(value)}
