import json
import logging


class Lines:
    def __init__(self, name):
        self.lines = logging.getLogger(name)

    def write(self, message, **fields):
        self.lines.info(json.dumps({"message": message, **fields}, default=str))

    def request(self, event):
        self.lines.info(json.dumps(event))


lines = Lines("shop")


def handler(event, context):
    lines.request(event)
    lines.write("request", event=event)
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event["requestContext"]["http"]["method"]}
