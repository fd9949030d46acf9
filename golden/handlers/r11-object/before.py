import json


class Answer:
    def __init__(self, data, status=200):
        self.data = data
        self.status = status
        self.headers = {"Content-Type": "application/json"}

    def to_dict(self):
        return {"statusCode": self.status, "headers": self.headers, "body": json.dumps(self.data)}


def handler(event, context):
    answer = Answer({"method": event["httpMethod"]})
    return answer.to_dict()
