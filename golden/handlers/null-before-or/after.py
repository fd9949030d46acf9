def handler(event, context):
    name = event["headers"].get("x-name")
    return {"statusCode": 200, "body": "a", "headers": {"Content-Type": "application/json", "X-Name": name or "none"}}
