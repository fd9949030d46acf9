import json


class Answer:
    TYPED = {"Content-Type": "application/json"}

    def __init__(self):
        self._status = 200
        self._data = None

    def status(self, status):
        self._status = status
        return self

    def data(self, data):
        self._data = data
        return self

    def build(self):
        return {"statusCode": self._status, "headers": self.TYPED, "body": json.dumps(self._data)}

    @classmethod
    def refused(cls, status):
        return {"statusCode": status, "headers": cls.TYPED, "body": "{}"}


def handler(event, context):
    if event["requestContext"]["http"]["method"] == "PUT":
        return Answer.refused(405)
    return Answer().status(201).data({"method": event["requestContext"]["http"]["method"]}).build()
