def handler(event, context):
    found = [value for name, value in event["headers"].items() if name.lower() == "cookie"]
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": ";".join(found)}
