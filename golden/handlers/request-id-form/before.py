import re

FORM = re.compile("[0-9a-f-]{36}")


def handler(event, context):
    request = event["requestContext"]["requestId"]
    if not FORM.fullmatch(request):
        return {"statusCode": 400, "headers": {"Content-Type": "text/plain"}, "body": request}
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": request}
