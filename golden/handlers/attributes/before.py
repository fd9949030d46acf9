class Request:
    def __init__(self, event):
        self.event = event
        self.headers = event["headers"]
        self.claims = event["requestContext"]["authorizer"]["claims"]

    @property
    def method(self):
        return self.event["httpMethod"]

    def who(self):
        return self.claims["sub"] + str(self.event["headers"].get("Cookie"))


def handler(event, context):
    request = Request(event)
    body = f"{request.method} {request.who()} {request.headers.get('Authorization')}"
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": body}
