import logging

log = logging.getLogger()


class Kept:
    def info(self, event):
        self.method = event["httpMethod"]


class Service:
    def __init__(self, log):
        self.log = log

    def run(self, event):
        self.log.info(event)
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": "done"}


def handler(event, context):
    return Service(Kept()).run(event)
