"""Name and description of the API; the import of an HTTP API takes its name from the title of the definition (T35)."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import Drop, Step, View
from migrator.findings import Level
from migrator.text.node import Node
from migrator.text.operations import Insert, Remove, entry
from migrator.text.values import Value, given, literal, ref

from ..reading.document import Document
from .codes import DEFINITION_INFO

MOVED = {"Name": "title", "Description": "description"}
"""Properties of the API that become a part of ``info``."""


def info(view: View, found: Document) -> Iterator[Step]:
    """Move what names the API into its definition, and give that the title that it must have."""
    wanted: dict[str, Value] = {}
    for key, name in MOVED.items():
        if (node := given(view.get(key))) is not None:
            yield Drop((key,))
            yield _told(view, found, key, node)
            if _fits(found, node):
                wanted[name] = node
    if "title" not in wanted and found.body.get("info", "title") is None:
        yield view.find(DEFINITION_INFO, "`info.title` is added: an HTTP API must have one.", found.body)
        wanted["title"] = view.new_id if found.is_literal else ref("AWS::StackName")
    if wanted:
        yield from _written(found.body, wanted)


def _fits(found: Document, node: Node) -> bool:
    """Whether the definition can hold a value: API Gateway reads a file as it is."""
    return not found.is_literal or literal(node) is not None


def _told(view: View, found: Document, key: str, node: Node) -> Step:
    name = MOVED[key]
    if not _fits(found, node):
        what = f"`{key}` is left out: its value is known only at deployment, and the definition file cannot contain it."
        remedy = f"Write the text into `info.{name}` of the definition if you need it."
        return view.find(DEFINITION_INFO, what, node, remedy=remedy, level=Level.WARNING)
    old = found.body.get("info", name)
    over = f", replacing `{literal(old) or 'an intrinsic'}`" if old is not None else ""
    return view.find(DEFINITION_INFO, f"`{key}` of the API becomes `info.{name}`{over}.", node)


def _written(body: Node, wanted: dict[str, Value]) -> Iterator[Step]:
    there = body.get("info")
    if there is not None and not there.is_null:
        for name, value in wanted.items():
            yield from entry(there, name, value)
        return
    if there is not None:
        yield Remove(body, "info")
    yield Insert(body, "info", {**wanted, "version": "1.0"}, before="paths")
