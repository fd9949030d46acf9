"""What unpacking, a loop and nothing at all put into an answer is not known from the code."""

LISTS = {"Set-Cookie": ["a=1", "b=2"]}


def unpacked(event):
    answer = {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": ""}
    answer["multiValueHeaders"], count = LISTS, 1
    return answer


def looped(event):
    answer = {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": ""}
    for answer["multiValueHeaders"] in [LISTS]:
        pass
    return answer


def emptied(event):
    answer = {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": ""}
    answer["statusCode"] = None
    return answer


def handler(event, context):
    if event["httpMethod"] == "GET":
        return unpacked(event)
    if event["httpMethod"] == "POST":
        return looped(event)
    return emptied(event)
