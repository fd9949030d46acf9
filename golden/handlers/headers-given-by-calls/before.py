"""A helper that is given headers: a REST API answers 502 to one that is a number."""

BASE = {"Content-Type": "text/plain"}


def respond(status, body, headers=None):
    return {"statusCode": status, "headers": {**BASE, **(headers or {})}, "body": body}


def handler(event, context):
    if event["requestContext"]["http"]["method"] == "GET":
        return respond(200, "all", {"X-Count": 5})
    headers = {"X-Kept": "yes"}
    print(headers)
    return respond(201, "made", headers)
