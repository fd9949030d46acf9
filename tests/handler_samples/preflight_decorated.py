# rewritten: POST /signup, OPTIONS /signup; cors
import functools
import json

CORS_HEADERS = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*"}


def cors(fn):
    @functools.wraps(fn)
    def wrapper(event, context):
        if event["httpMethod"] == "OPTIONS":
            return {"statusCode": 200, "headers": CORS_HEADERS, "body": ""}
        response = fn(event, context)
        response["headers"] = {**response.get("headers", {}), **CORS_HEADERS}
        return response

    return wrapper


@cors
def handler(event, context):
    data = json.loads(event["body"] or "{}")
    return {"statusCode": 201, "body": json.dumps({"id": data.get("id")})}
