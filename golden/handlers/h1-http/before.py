import json


def handler(event, context):
    method = event["requestContext"]["http"]["method"]
    data = [method, event["requestContext"]["http"]["path"], event["requestContext"]["http"]["sourceIp"]]
    data.append(event["requestContext"]["http"].get("userAgent"))
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(data)}
