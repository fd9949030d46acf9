class Passed:
    def __init__(self, event):
        self.event = event


class Changed:
    def __init__(self, event):
        self.own = event

    def use(self, other):
        self.own = other
        return self.own["httpMethod"]


class Hooked:
    def __init__(self, event):
        self.kept = event

    def __getattr__(self, name):
        return self.kept[name]


def method(request):
    return request.event["httpMethod"]


def handler(event, context):
    seen = [method(Passed(event)), Changed(event).use({"httpMethod": "own"}), Hooked(event).httpMethod]
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(seen)}
