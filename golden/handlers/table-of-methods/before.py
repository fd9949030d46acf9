class Reply:
    def __init__(self, body):
        self.body = body

    def sent(self):
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": self.body}


class Items:
    @staticmethod
    def read(event):
        return Reply(event["httpMethod"])


def handler(event, context):
    views = {("GET", "/items"): Items.read}
    view = views.get((event["httpMethod"], event["resource"]))
    if not view:
        return {"statusCode": 404}
    reply = view(event)
    return reply.sent()
