import more
from tables import PASSED


def read(event):
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event["httpMethod"]}


GIVEN = {"GET": read}
LISTED = {"GET": read}


class Router:
    def __init__(self, table):
        self.table = table
        self.table["POST"] = print


Router(GIVEN)
for each in [LISTED]:
    each["POST"] = print


def handler(event, context):
    if event["path"] == "/given":
        return GIVEN[event["httpMethod"]](event)
    if event["path"] == "/listed":
        return LISTED[event["httpMethod"]](event)
    return PASSED[event["httpMethod"]](event)
