def get(event):
    query = event.get("queryStringParameters")
    if query is None:
        query = {}
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event["requestContext"]["http"]["method"]}


def refused(event):
    return {"statusCode": 405, "headers": {"Content-Type": "text/plain"}, "body": event["requestContext"]["http"]["method"]}


def handler(event, context):
    event = event or {}
    answer = {"GET": get}.get(event["requestContext"]["http"]["method"], refused)
    return answer(event)
