# rewritten: POST /subscribe; rest > 1.0
from urllib.parse import parse_qs

import boto3

ses = boto3.client("ses")


def handler(event, context):
    form = parse_qs(event["body"] or "")
    name = form.get("name", [""])[0]
    if not name:
        return {"statusCode": 400, "headers": {"Content-Type": "text/plain"}, "body": "name is missing"}
    ses.send_email(Source="a@example.com", Destination={"ToAddresses": [name]}, Message={})
    return {"statusCode": 302, "headers": {"Location": "https://example.com/thanks"}, "body": ""}
