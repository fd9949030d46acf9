import library


def handler(event, context):
    data = event["httpMethod"] if "httpMethod" in event else "queue"
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(data)}
