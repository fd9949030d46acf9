from guards import guarded


@guarded
def read(event):
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event["queryStringParameters"]["q"]}


def handler(event, context):
    return read(event)
