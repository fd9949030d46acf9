import dataclasses
import json
from typing import TypedDict


class Text(dict):
    def __init__(self, status, body):
        super().__init__(statusCode=status, headers={"Content-Type": "text/plain"}, body=body)


class Missing(Text):
    def __init__(self):
        super().__init__(404, "none")


class Typed(TypedDict, total=False):
    statusCode: int
    headers: dict
    body: str


@dataclasses.dataclass(frozen=True)
class Found:
    body: str
    statusCode: int = 200
    headers: dict = dataclasses.field(default_factory=lambda: {"Content-Type": "application/json"})


def handler(event, context):
    if event["httpMethod"] == "DELETE":
        return Typed(statusCode=204, headers={"Content-Type": "text/plain"}, body="")
    if event["httpMethod"] == "PUT":
        return Missing()
    if event["headers"].get("Accept") == "text/plain":
        return Text("200", event["httpMethod"])
    found = Found(json.dumps(event["httpMethod"]))
    return dataclasses.asdict(found)
