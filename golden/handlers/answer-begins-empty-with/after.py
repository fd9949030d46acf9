import contextlib


def handler(event, context):
    answer = None
    with contextlib.suppress(KeyError):
        answer = {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event["requestContext"]["http"]["method"]}
    return answer
