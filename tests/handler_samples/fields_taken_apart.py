# rewritten: PATCH /devices/{id}
import json


def parse_event(event):
    return {
        "method": event["httpMethod"],
        "params": event["pathParameters"] or {},
        "query": event["queryStringParameters"] or {},
        "body": json.loads(event["body"]) if event["body"] else {},
    }


def handler(event, context):
    request = parse_event(event)
    if request["method"] != "PATCH":
        return {"statusCode": 405, "body": "{}"}
    return {"statusCode": 200, "body": json.dumps({"id": request["params"]["id"], **request["body"], "q": request["query"]})}
