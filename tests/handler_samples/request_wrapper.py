# rewritten: POST /invoices/{id}
import json


class Request:
    def __init__(self, event):
        self.event = event

    @property
    def body(self):
        return json.loads(self.event["body"] or "{}")

    def param(self, name):
        return self.event["pathParameters"][name]

    @property
    def method(self):
        return self.event["httpMethod"]


def handler(event, context):
    request = Request(event)
    return {
        "statusCode": 200,
        "body": json.dumps({"id": request.param("id"), "method": request.method, "lines": request.body}),
    }
