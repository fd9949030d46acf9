import json


def handler(event, context):
    claims = event["requestContext"]["authorizer"]["jwt"]["claims"]
    mail = event["requestContext"].get("authorizer", {}).get("jwt", {}).get("claims", {}).get("email")
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps([claims["sub"], mail])}
