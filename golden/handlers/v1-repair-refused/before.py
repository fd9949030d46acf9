from urllib.parse import parse_qs

from audit import record


def handler(event, context):
    record(event)
    user = event["headers"]["X-User"]
    return {"statusCode": 200, "body": user + parse_qs(event["body"])["name"][0]}
