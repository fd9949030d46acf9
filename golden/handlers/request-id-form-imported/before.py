from uuid import UUID as Form


def handler(event, context):
    request = Form(event["requestContext"]["requestId"])
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(request)}
