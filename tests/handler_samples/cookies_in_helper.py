# flagged: GET /account/settings
import json


def parse_cookies(headers):
    raw = headers.get("Cookie") or headers.get("cookie") or ""
    return dict(part.strip().split("=", 1) for part in raw.split(";") if "=" in part)


def handler(event, context):
    cookies = parse_cookies(event.get("headers") or {})
    if "session" not in cookies:
        return {"statusCode": 302, "headers": {"Location": "/login"}}
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(cookies)}
