import views

BASE = {"headers": {"Content-Type": "text/plain"}}


def answer(**more):
    made = dict(BASE)
    made.update(more)
    return made


def handler(event, context):
    if event["httpMethod"] == "GET":
        return {**BASE, "body": "x"}
    if event["httpMethod"] == "PUT":
        return views.shown(event["httpMethod"])
    return answer(statusCode=200)
