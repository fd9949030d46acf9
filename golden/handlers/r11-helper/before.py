import json


def respond(status, data):
    return {"statusCode": status, "body": json.dumps(data)}


def handler(event, context):
    if event["httpMethod"] == "GET":
        return respond(200, {"ok": True})
    return respond(405, {"error": "no"})
