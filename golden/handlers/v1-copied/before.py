import copy


def handler(event, context):
    request = copy.deepcopy(event)
    headers = dict(request["headers"])
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": headers.get("X-User", "-")}
