import json

HEADERS = {"Content-Type": "application/json", "X-Total": "2"}


def respond(status, text):
    return {
        "statusCode": status,
        "headers": {
            **HEADERS,
            "Cache-Control": "no-store",
            "Access-Control-Allow-Origin": "https://notes.example.org",
            "Access-Control-Allow-Credentials": "true",
            "Access-Control-Expose-Headers": "X-Total,X-Page",
        },
        "body": text,
    }


def handler(event, context):
    if event.get("queryStringParameters") is None:
        return {"statusCode": 204, "headers": {"Access-Control-Allow-Origin": "https://notes.example.org", "Access-Control-Allow-Credentials": "true", "Access-Control-Expose-Headers": "X-Total,X-Page"}}
    if event.get("queryStringParameters").get("plain"):
        return {"statusCode": 200, "headers": {**HEADERS, "Access-Control-Allow-Origin": "https://notes.example.org", "Access-Control-Allow-Credentials": "true", "Access-Control-Expose-Headers": "X-Total,X-Page"}, "body": "[]"}
    if event.get("queryStringParameters").get("list"):
        return {"statusCode": 200, "headers": {"content-type": "application/json", "Access-Control-Allow-Origin": "https://notes.example.org", "Access-Control-Allow-Credentials": "true", "Access-Control-Expose-Headers": "X-Total,X-Page"}, "body": json.dumps({"items": []})}
    return respond(200, "[]")
