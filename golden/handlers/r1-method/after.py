import json


def handler(event, context):
    method = event["requestContext"]["http"]["method"]
    same = event['requestContext']['http']['method'] == event.get("requestContext", {}).get("http", {}).get("method", "GET") == event["requestContext"]["http"]["method"]
    if method == "GET":
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": f"{event['requestContext']['http']['method']} {same}"}
    return {"statusCode": 405, "headers": {"Content-Type": "application/json"}, "body": json.dumps({"method": method})}
