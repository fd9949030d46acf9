import library


def handler(event, context):
    headers = event["headers"]
    headers = {}
    data = headers.get("X-User")
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(data)}
