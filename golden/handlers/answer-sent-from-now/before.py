"""Answers with lists of headers, with none of cookies, and with headers that are numbers on one way."""


def listed():
    answer = dict(statusCode=200, headers={"Content-Type": "text/plain"}, body="")
    answer.update(multiValueHeaders={"X-Tag": ["a", "b"]})
    return answer


def counted(some):
    headers = {"Content-Type": "text/plain", "X-Left": -1, "X-Count": 5 if some else "none"}
    return {"statusCode": 200, "headers": headers, "cookies": None, "body": ""}


def timed(event):
    headers = {"Content-Type": "text/plain"}
    return {"statusCode": 200, "headers": headers, "body": event["requestContext"]["timeEpoch"]}


def handler(event, context):
    match event["requestContext"]["http"]["method"]:
        case "GET":
            return listed()
        case "POST":
            return counted(True)
    return timed(event)
