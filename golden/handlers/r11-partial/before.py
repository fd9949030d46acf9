from functools import partial


def answer(status, text):
    return {"statusCode": status, "headers": {"Content-Type": "text/plain"}, "body": text}


def first(separator, event):
    return event["path"].split(separator)[1]


ok = partial(answer, 200)
head = partial(first, "/")


def handler(event, context):
    return ok(f"{event['httpMethod']} {head(event)}")
