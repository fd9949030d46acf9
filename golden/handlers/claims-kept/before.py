def claims(event):
    return event["requestContext"]["authorizer"]["claims"]


def handler(event, context):
    caller = {"claims": claims(event)}
    blocked = "suspended" in caller["claims"]["cognito:groups"].split(",")
    return {"statusCode": 403 if blocked else 200, "headers": {"Content-Type": "text/plain"}, "body": ""}
