import json


def answered(function):
    def inner(event, context):
        return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(function(event, context))}

    return inner


@answered
def handler(event, context):
    return {"method": event["requestContext"]["http"]["method"]}
