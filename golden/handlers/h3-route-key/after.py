def handler(event, context):
    if event["httpMethod"] + " " + event["resource"] == "GET /items":
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": "all"}
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": (event["httpMethod"] + " " + event["resource"]).lower()}
