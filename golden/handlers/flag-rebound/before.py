import library


def handler(event, context):
    event = event.get("detail") or event
    data = event["httpMethod"]
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(data)}
