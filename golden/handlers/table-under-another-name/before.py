"""Tables: one that is changed by its other name, one that a function is given and only looks up, and one of an object."""

import operator


def listed(event):
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event["httpMethod"]}


def named(event):
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(event["headers"].get("X-User"))}


CHANGED = {"GET": listed}
operator.setitem(CHANGED, "GET", named)

KEPT = {"GET": listed, "POST": listed}


def answered(table, event):
    if event["httpMethod"] not in table:
        return {"statusCode": 405, "headers": {"Allow": ", ".join(sorted(KEPT))}, "body": ""}
    return table[event["httpMethod"]](event)


class Routes:
    def __init__(self):
        self.views = {"GET": listed, "DELETE": self.removed}

    def removed(self, event):
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(event["headers"].get("X-User"))}

    def run(self, event):
        return self.views[event["httpMethod"]](event)


def handler(event, context):
    if event["resource"] == "/views":
        return Routes().run(event)
    if event["resource"] == "/items":
        return CHANGED[event["httpMethod"]](event)
    return answered(KEPT, event)
