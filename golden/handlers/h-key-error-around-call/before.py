def word(event):
    return event["queryStringParameters"]["q"]


def handler(event, context):
    try:
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": word(event)}
    except KeyError:
        return {"statusCode": 400}
