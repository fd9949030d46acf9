class Request:
    def __init__(self, event):
        self.event = event

    @property
    def user(self):
        return self.event["headers"]["X-User"]


def handler(event, context):
    request = Request(event)
    try:
        user = request.user
    except KeyError as error:
        return {"statusCode": 400, "headers": {"Content-Type": "text/plain"}, "body": f"{error} is missing"}
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": user}
