"""The little of boto3 that the samples need: it keeps what it is given and reaches nothing."""

from __future__ import annotations

import types
from typing import Any


class Table:
    """A table in memory."""

    def __init__(self) -> None:
        self.items: dict[str, Any] = {}

    def get_item(self, Key: dict[str, Any]) -> dict[str, Any]:  # noqa: N803
        found = self.items.get(str(Key.get("id")))
        return {"Item": found} if found else {}

    def put_item(self, Item: dict[str, Any]) -> dict[str, Any]:  # noqa: N803
        self.items[str(Item["id"])] = Item
        return {}

    def delete_item(self, Key: dict[str, Any]) -> dict[str, Any]:  # noqa: N803
        self.items.pop(str(Key["id"]), None)
        return {}

    def scan(self, **_: Any) -> dict[str, Any]:
        return {"Items": list(self.items.values())}


class Resource:
    """A resource whose tables are all empty at first."""

    def Table(self, _: str) -> Table:  # noqa: N802
        return Table()


class Client:
    """A client that says yes to everything, and what it was given."""

    def __getattr__(self, name: str) -> Any:
        return lambda **given: {"MessageId": "m-1", "executionArn": "arn:e", "given": given}


def boto3() -> types.ModuleType:
    """A module to import as boto3."""
    module = types.ModuleType("boto3")
    module.__dict__.update(resource=lambda _: Resource(), client=lambda _: Client())
    return module
