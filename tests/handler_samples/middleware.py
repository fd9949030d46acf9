# rewritten: GET /wrapped
import functools
import json


def json_response(function):
    @functools.wraps(function)
    def inner(event, context):
        return {"statusCode": 200, "body": json.dumps(function(event, context))}

    return inner


@json_response
def handler(event, context):
    return {"method": event["httpMethod"]}
