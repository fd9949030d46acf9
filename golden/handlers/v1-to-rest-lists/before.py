def handler(event, context):
    users = (event["multiValueHeaders"] or {}).get("x-user", ["nobody"])
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": ",".join(users)}
