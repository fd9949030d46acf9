import json

import store


def items():
    return [{"id": 7}]


def answer(data):
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(data)}


def handler(event, context):
    found = {"id": 7}
    method = event["httpMethod"]
    if method == "PUT":
        return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(found)}
    if method == "POST":
        return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(items())}
    if method == "PATCH":
        return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": store.load()}
    return answer({"id": 7})
