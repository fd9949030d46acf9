import json


def handler(event, context):
    method = event["httpMethod"]
    if method == "GET":
        return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps({"items": [1, 2], "method": method})}
    if method == "POST":
        return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": "created"}
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps([method])}
