def get(event):
    query = event["queryStringParameters"]
    if query is None:
        query = {}
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event["httpMethod"]}


def refused(event):
    return {"statusCode": 405, "headers": {"Content-Type": "text/plain"}, "body": event["httpMethod"]}


def handler(event, context):
    event = event or {}
    answer = {"GET": get}.get(event["httpMethod"], refused)
    return answer(event)
