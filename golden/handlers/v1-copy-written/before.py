import copy


def handler(event, context):
    request = copy.deepcopy(event)
    request["headers"]["X-Seen"] = "1"
    seen = request["headers"]["X-Seen"] + str(request["headers"].get("X-User"))
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": seen}
