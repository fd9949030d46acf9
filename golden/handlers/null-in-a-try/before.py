"""Keys that need not be there, read where errors are caught."""


def asked(event):
    try:
        return (event["queryStringParameters"] or {}).get("q")
    except Exception:
        return "none"


def told(event):
    try:
        return event["queryStringParameters"].get("q")
    except (KeyError, TypeError):
        return "none"


def cookies(event):
    try:
        return event["cookies"]
    except Exception:
        return ["none"]


def alike(event):
    try:
        return event["queryStringParameters"]["q"]
    except (KeyError, TypeError):
        return "none"


def handler(event, context):
    body = f"{asked(event)} {told(event)} {cookies(event)} {alike(event)}"
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": body}
