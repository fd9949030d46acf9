import re


def handler(event, context):
    groups = re.split(r"[,\s]+", event["requestContext"]["authorizer"]["jwt"]["claims"]["cognito:groups"].strip("[]"))
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": ";".join(sorted(groups))}
