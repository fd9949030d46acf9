import json

from shapes import user_of


def read(request, *, verbose=False):
    return {"q": request["queryStringParameters"], "user": user_of(request)}


def handler(event, context):
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(read(event, verbose=True))}
