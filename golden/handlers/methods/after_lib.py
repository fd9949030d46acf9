class Request:
    def __init__(self, method):
        self.method = method

    @classmethod
    def parse(cls, event):
        return cls(event["requestContext"]["http"]["method"])


class Service:
    def run(self, event):
        return self._user(event)

    def _user(self, event):
        return event["headers"].get("authorization")


service = Service()
