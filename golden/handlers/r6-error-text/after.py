def handler(event, context):
    try:
        q = event["headers"]["x-user"]
    except KeyError as e:
        return {"statusCode": 400, "headers": {"Content-Type": "text/plain"}, "body": f"missing {e}"}
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": q}
