import dataclasses


@dataclasses.dataclass
class Answer:
    body: str
    statusCode: int = 200


@dataclasses.dataclass
class Quoted:
    body: "dict"
    statusCode: int = 200

    def whole(self):
        return dataclasses.asdict(self)


SHARED = Answer("none")


def fill(method):
    SHARED.body = {"method": method}


def handler(event, context):
    fill(event["httpMethod"])
    if event["path"] == "/":
        return Quoted({"method": event["httpMethod"]}).whole()
    return dataclasses.asdict(SHARED)
