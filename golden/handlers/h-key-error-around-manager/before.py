from managers import quiet


def words(event):
    yield event["queryStringParameters"]["q"]


def handler(event, context):
    page = "1"
    with quiet():
        page = event["queryStringParameters"]["page"]
    found = words(event)
    try:
        word = next(found)
    except KeyError:
        word = "none"
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": f"{word}{page}"}
