from answers import ok


def handler(event, context):
    if event["queryStringParameters"] is None:
        return {"statusCode": 204}
    return ok({"count": 0})
