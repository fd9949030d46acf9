"""The little of boto3 and PyJWT that the samples need: it keeps what it is given and reaches nothing."""

from __future__ import annotations

import types
from typing import Any


class Table:
    """A table in memory that has one item at first."""

    def __init__(self) -> None:
        self.items: dict[str, Any] = {"v0": {"id": "v0", "name": "n", "target": "https://example.com/"}}

    def get_item(self, Key: dict[str, Any]) -> dict[str, Any]:  # noqa: N803
        found = self.items.get(str(Key.get("id")))
        return {"Item": found} if found else {}

    def put_item(self, Item: dict[str, Any]) -> dict[str, Any]:  # noqa: N803
        self.items[str(Item["id"])] = Item
        return {}

    def delete_item(self, Key: dict[str, Any]) -> dict[str, Any]:  # noqa: N803
        self.items.pop(str(Key["id"]), None)
        return {}

    def update_item(self, ExpressionAttributeValues: dict[str, Any], **_: Any) -> dict[str, Any]:  # noqa: N803
        return {"Attributes": {name.lstrip(":"): value for name, value in ExpressionAttributeValues.items()}}

    def scan(self, **_: Any) -> dict[str, Any]:
        return {"Items": list(self.items.values())}

    query = scan


class Resource:
    """A resource whose tables are all alike at first."""

    def Table(self, _: str) -> Table:  # noqa: N802
        return Table()


class Client:
    """A client that says yes to everything, and what it was given."""

    def __getattr__(self, name: str) -> Any:
        return lambda **given: {"MessageId": "m-1", "executionArn": "arn:e", "given": given}


class Key:
    """A condition on a key, which no table here looks at."""

    def __init__(self, _: str) -> None:
        pass

    def eq(self, _: Any) -> Key:
        return self


class InvalidTokenError(Exception):
    """A token that is not the one that is known."""


def decode(token: str, *_: Any, **__: Any) -> dict[str, Any]:
    """The claims of a token: ``t`` is the only one."""
    if token != "t":
        raise InvalidTokenError
    return {"sub": "u-1"}


def modules() -> dict[str, types.ModuleType]:
    """Modules to import in the place of those that reach services, by name."""
    contents: dict[str, dict[str, Any]] = {
        "boto3": {"resource": lambda _: Resource(), "client": lambda _: Client()},
        "boto3.dynamodb": {},
        "boto3.dynamodb.conditions": {"Key": Key},
        "botocore": {},
        "botocore.exceptions": {"ClientError": type("ClientError", (Exception,), {})},
        "jwt": {"decode": decode, "InvalidTokenError": InvalidTokenError},
    }
    made = {}
    for name, content in contents.items():
        made[name] = types.ModuleType(name)
        made[name].__dict__.update(content)
    return made
