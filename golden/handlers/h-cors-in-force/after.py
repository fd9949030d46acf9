def handler(event, context):
    if event["path"] == "/items":
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain", "Access-Control-Allow-Origin": "*"}, "body": "ok"}
    return {"statusCode": 404, "headers": {"Access-Control-Allow-Origin": "https://notes.example.org"}}
