class Reply:
    def __init__(self, body):
        self.body = body

    def sent(self):
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": self.body}


class Items:
    @staticmethod
    def read(event):
        return Reply(event["requestContext"]["http"]["method"])


def handler(event, context):
    views = {("GET", "/items"): Items.read}
    view = views.get((event["requestContext"]["http"]["method"], event["routeKey"].split(" ", 1)[-1]))
    if not view:
        return {"statusCode": 404}
    reply = view(event)
    return reply.sent()
