BASE = {"statusCode": 200, "headers": {"Content-Type": "text/plain"}}


def strip(answer):
    answer.pop("statusCode")


strip(BASE)


class Answer:
    def to_dict(self):
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": "x"}


def late():
    Answer.to_dict = lambda self: {"body": "y"}


def handler(event, context):
    if event["httpMethod"] == "GET":
        return {**BASE, "body": "x"}
    return Answer().to_dict()
