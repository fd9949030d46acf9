def address(event):
    try:
        return event["requestContext"]["http"]["sourceIp"]
    except KeyError:
        try:
            return event["requestContext"]["identity"]["sourceIp"]
        except KeyError:
            return "nowhere"


def handler(event, context):
    request = event.get("requestContext") or {}
    http = request.get("http") or {}
    method = (http.get("method") or event.get("httpMethod") or "GET").lower()
    path = event.get("rawPath")
    if not path:
        path = event.get("path")
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": f"{method} {path} {address(event)}"}
