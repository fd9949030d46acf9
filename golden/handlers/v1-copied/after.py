import copy


def _headers(event):
    """Give the headers by names in lower case."""
    return {name.lower(): value for name, value in (event.get("headers") or {}).items()}


def handler(event, context):
    request = copy.deepcopy(event)
    headers = dict(_headers(request))
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": headers.get("x-user", "-")}
