import json


def handler(event, context):
    response = {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": ""}
    if not event.get("queryStringParameters"):
        response["statusCode"] = 400
        response["headers"]["X-Reason"] = "query"
    else:
        response["body"] = json.dumps(event.get("queryStringParameters").get("q"))
    return response
