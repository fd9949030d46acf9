def handler(event, context):
    version = event.get("version", "1.0")
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": version}
