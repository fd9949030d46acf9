import json


def respond(status, data):
    return {"statusCode": status, "headers": {"Content-Type": "application/json"}, "body": json.dumps(data)}


def handler(event, context):
    if event["requestContext"]["http"]["method"] == "GET":
        return respond(200, {"ok": True})
    return respond(405, {"error": "no"})
