import json

BASE = {"statusCode": 200, "headers": {"Content-Type": "application/json"}}


def handler(event, context):
    answer = BASE | {"body": json.dumps({"method": event["httpMethod"]})}
    answer["headers"] = {**BASE["headers"], "X-Kind": "list"}
    return answer
