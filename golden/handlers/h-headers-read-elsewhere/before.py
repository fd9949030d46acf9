BASE = {"X-Api": "1"}


def ask(headers):
    return "asked with " + ", ".join(sorted(headers))


def handler(event, context):
    return {"statusCode": 200, "headers": BASE, "body": ask(BASE)}
