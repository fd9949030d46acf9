import json


def failed(code, what):
    return {"statusCode": code, "headers": {"Content-Type": "application/json", "X-Try": "1"}, "body": json.dumps({"error": what})}


def handler(event, context):
    if event["queryStringParameters"] is None:
        return failed(400, "no query")
    if not event["queryStringParameters"].get("q"):
        return failed(422, "no q")
    return failed(404, "nothing")
