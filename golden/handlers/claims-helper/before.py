from groups import reader


def handler(event, context):
    claims = event["requestContext"]["authorizer"]["jwt"]["claims"]
    return {"statusCode": 200 if reader(claims) else 403, "headers": {"Content-Type": "text/plain"}, "body": "notes"}
