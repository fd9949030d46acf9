def handler(event, context):
    name = event["headers"].get("x-name")
    return {"statusCode": 200, "body": "a", "headers": {"X-Name": name or "none"}}
