# module
import json


def ok(data):
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(data)}


def fail(status, message):
    return {"statusCode": status, "headers": {"Content-Type": "application/json"}, "body": json.dumps({"message": message})}


def path_parameter(event, name):
    return (event["pathParameters"] or {}).get(name)


def query_parameter(request, name, default=None):
    params = request.get("queryStringParameters")
    return params.get(name, default) if params else default
