import json


def handler(event, context):
    method = event["httpMethod"]
    same = event['httpMethod'] == event.get("httpMethod", "GET") == event["requestContext"]["httpMethod"]
    if method == "GET":
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": f"{event['httpMethod']} {same}"}
    return {"statusCode": 405, "headers": {"Content-Type": "application/json"}, "body": json.dumps({"method": method})}
