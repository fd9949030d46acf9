import library


def handler(event, context):
    token = event["headers"]["Authorization"]
    library.check(event["headers"])
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": token}
