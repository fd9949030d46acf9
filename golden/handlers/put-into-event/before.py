import json
from functools import wraps


def parsed(function):
    @wraps(function)
    def inner(event, context):
        try:
            event["body"] = json.loads(event["body"] or "{}")
        except ValueError:
            return {"statusCode": 400, "headers": {"Content-Type": "text/plain"}, "body": "no JSON"}
        event["queryStringParameters"] = event["queryStringParameters"] or {}
        event["user"] = event["headers"].get("Authorization")
        return function(event, context)

    return inner


@parsed
def handler(event, context):
    seen = [event["body"], event["queryStringParameters"].get("q"), event["user"]]
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(seen)}
