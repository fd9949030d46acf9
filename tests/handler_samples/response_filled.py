# unchanged: GET /metrics/{name}
import json


def empty_response():
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": ""}


def handler(event, context):
    response = empty_response()
    response["headers"]["X-Request-Id"] = context.aws_request_id
    response["body"] = json.dumps({"name": event["pathParameters"]["name"], "value": 3})
    return response
