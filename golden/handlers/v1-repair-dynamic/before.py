NAMES = ["X-User", "Content-Type"]


def handler(event, context):
    headers = event["headers"]
    found = [headers[name] for name in NAMES]
    return {"statusCode": 200, "body": headers["X-Trace"] + str(found)}
