import json


def _cookies(event):
    """Give the cookies of the request, each as name=value."""
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    return [cookie.strip() for cookie in headers.get("cookie", "").split(";") if cookie.strip()]


def handler(event, context):
    cookies = _cookies(event)
    first = _cookies(event)[0] if bool(_cookies(event)) else None
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps([cookies, first, (_cookies(event) or None)])}
