import library


def handler(event, context):
    data = event["multiValueHeaders"]["X-User"][0]
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(data)}
