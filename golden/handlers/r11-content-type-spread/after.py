import json
HEADERS = {"Content-Type": "application/json", "Access-Control-Allow-Origin": "*"}
def reply(status, body=None, **headers):
    return {"statusCode": status, "headers": {**HEADERS, **headers}, "body": json.dumps(body) if body is not None else ""}
def handler(event, context):
    try:
        return reply(200, {"id": event.get("pathParameters")["id"]})
    except (KeyError, TypeError):
        return reply(400, {"error": "id"})
