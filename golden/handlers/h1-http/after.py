import json


def handler(event, context):
    method = event["httpMethod"]
    data = [method, event["path"], event["requestContext"]["identity"]["sourceIp"]]
    data.append(event["requestContext"]["identity"].get("userAgent"))
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(data)}
