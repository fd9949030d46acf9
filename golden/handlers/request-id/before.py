import uuid


def handler(event, context):
    request = event["requestContext"]["requestId"]
    body = f"{uuid.UUID(request).hex} {event['requestContext']['requestId']}"
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": body}
