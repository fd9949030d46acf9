def handler(event, context):
    if event.get("version") == "2.0":
        return {"statusCode": 200}
    return {"statusCode": 500}
