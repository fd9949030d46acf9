import json


def handler(event, context):
    response = {"statusCode": 200, "headers": {}, "body": ""}
    if not event["queryStringParameters"]:
        response["statusCode"] = 400
        response["headers"]["X-Reason"] = "query"
    else:
        response["body"] = json.dumps(event["queryStringParameters"].get("q"))
    return response
