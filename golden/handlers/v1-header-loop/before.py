def handler(event, context):
    users = [value for name, value in event["headers"].items() if name == "X-User"]
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": ",".join(users)}
