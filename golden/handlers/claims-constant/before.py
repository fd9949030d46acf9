GROUPS = "cognito:groups"


def handler(event, context):
    groups = event["requestContext"]["authorizer"]["claims"].get(GROUPS, "")
    if "readers" in groups.split(","):
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": "ok"}
    return {"statusCode": 403}
