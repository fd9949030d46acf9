# rewritten: POST /contact
from urllib.parse import parse_qs


def handler(event, context):
    fields = {name: values[0] for name, values in parse_qs(event["body"] or "").items()}
    if "name" not in fields:
        return {"statusCode": 400, "headers": {"Content-Type": "text/plain"}, "body": "name is missing"}
    return {"statusCode": 303, "headers": {"Location": "/thanks?name=" + fields["name"]}}
