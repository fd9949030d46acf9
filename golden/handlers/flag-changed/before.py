import library


def handler(event, context):
    event["httpMethod"] = "GET"
    data = event["httpMethod"]
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(data)}
