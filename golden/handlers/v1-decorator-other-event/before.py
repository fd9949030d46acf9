import json


def parsed(function):
    def inner(event, context):
        return function(json.loads(event["body"] or "{}"), context)

    return inner


@parsed
def handler(data, context):
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(data["headers"]["X-User"])}
