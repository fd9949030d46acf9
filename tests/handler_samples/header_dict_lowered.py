# rewritten: GET /beta
import json


def handler(event, context):
    headers = {name.lower(): value for name, value in event["headers"].items()}
    user = headers.get("x-user", "nobody")
    return {"statusCode": 200, "body": json.dumps({"user": user, "host": headers["host"]})}
