"""Answers that are changed under another name, and one that is only looked at."""


class Kept:
    def __init__(self):
        self.answer = {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": ""}

    def changed(self):
        other = self.answer or {}
        other["cookies"] = ["a=1"]
        return self.answer


def chosen(event, strict):
    answer = {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": ""}
    other = answer if strict else None
    other["cookies"] = ["a=1"]
    return answer


def copied(event):
    answer = {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": ""}
    other = {**answer}
    other["headers"].update(event["queryStringParameters"])
    return answer


def looked_at(event):
    answer = {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": ""}
    answer.get("headers")["X-Count"] = 5
    answer.setdefault("headers", {})["X-Total"] = 7
    other = answer
    if other["statusCode"] > 200:
        print(other["headers"])
    return answer


def handler(event, context):
    match event["requestContext"]["http"]["method"]:
        case "GET":
            return Kept().changed()
        case "POST":
            return chosen(event, True)
        case "PUT":
            return copied(event)
    return looked_at(event)
