import copy


def _headers(event):
    """Give the headers by names in lower case."""
    return {name.lower(): value for name, value in (event.get("headers") or {}).items()}


def handler(event, context):
    request = copy.deepcopy(event)
    request["headers"]["X-Seen"] = "1"
    seen = _headers(request)["x-seen"] + str(_headers(request).get("x-user"))
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": seen}
