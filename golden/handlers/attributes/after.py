class Request:
    def __init__(self, event):
        self.event = event
        self.headers = event["headers"]
        self.claims = event["requestContext"]["authorizer"]["jwt"]["claims"]

    @property
    def method(self):
        return self.event["requestContext"]["http"]["method"]

    def who(self):
        return self.claims["sub"] + str(("; ".join(self.event["cookies"]) if self.event.get("cookies") else None))


def handler(event, context):
    request = Request(event)
    body = f"{request.method} {request.who()} {request.headers.get('authorization')}"
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": body}
