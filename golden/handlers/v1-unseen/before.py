class Base:
    pass
class C(Base):
    def __init__(self, event):
        self.event = event
    def live(self):
        return self.event["requestContext"]["stage"] == "prod"
def handler(event, context):
    return {"statusCode": 200 if C(event).live() else 403, "headers": {"Content-Type": "text/plain"}, "body": ""}
