def handler(event, context):
    headers = event["headers"]
    accepted = headers.get("accept")
    status = 200 if headers.get("authorization") == "k" else 403
    return {"statusCode": status, "headers": {"Content-Type": "text/plain"}, "body": f"{accepted}"}
