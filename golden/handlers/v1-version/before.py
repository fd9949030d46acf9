def handler(event, context):
    kind = "http" if "version" in event else "rest"
    if event.get("version") == "2.0":
        kind = "new"
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": kind + event.get("version", "")}
