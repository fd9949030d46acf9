"""Parts of a definition that move: what Swagger 2.0 has at the top stands below ``components`` in OpenAPI 3."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import Step, View
from migrator.text.node import Node
from migrator.text.operations import Insert, Remove, entry
from migrator.text.values import Value, entries_of, given, is_map

from ..codes import DEFINITION_BODY
from ..reading.definition import checked
from ..reading.document import Document
from .schemas import schema

MOVING = ("securityDefinitions", "definitions", "parameters", "responses")
"""Keys at the top that go; `parameters` and `responses` exist in Swagger 2.0 only."""


LITERAL_MAP = "`{}` must be a literal map."


def moved(
    view: View,
    document: Document,
    schemes: dict[str, Value],
    components: dict[str, Value],
) -> Iterator[Step]:
    """Move the parts to ``components``, or change what stands there already.

    Arguments:
        schemes: security schemes after.
        components: further components after, by kind.
    """
    body = document.body
    there = {key: node for key in MOVING if (node := body.get(key)) is not None}
    if "securityDefinitions" in there and schemes:
        components = {"securitySchemes": schemes, **components}
    if is_map(there.get("definitions")):
        components["schemas"] = {name: schema(node) for name, node in entries_of(there["definitions"]).items()}
    yield from _taken_away(view, body, there)
    if "securityDefinitions" not in there:
        yield from in_place(document, schemes)
    if components:
        yield from _added(view, body, components, after=next(iter(there), None))


def _taken_away(view: View, body: Node, there: dict[str, Node]) -> Iterator[Step]:
    for key, node in there.items():
        if given(node) is not None and not is_map(node):
            yield view.find(DEFINITION_BODY, LITERAL_MAP.format(key), node)
        else:
            yield from checked(view, key, node)
        yield Remove(body, key)


def _added(view: View, body: Node, components: dict[str, Value], after: str | None) -> Iterator[Step]:
    own = given(body.get("components"))
    if own is None:
        yield Insert(body, "components", components, after=after)
        return
    for name, value in components.items():
        if own.get(name) is not None:
            yield view.find(
                DEFINITION_BODY,
                f"The definition has `components.{name}` and its Swagger 2.0 counterpart.",
                own.get(name),
                remedy="Keep one of the two, with all entries in it.",
            )
        yield Insert(own, name, value)


def in_place(document: Document, schemes: dict[str, Value]) -> Iterator[Step]:
    """Change security schemes where they stand.

    Arguments:
        schemes: those after, by name.
    """
    node = document.body.get(*document.schemes_key)
    for name, scheme in document.schemes.items():
        if node is not None and name not in schemes:
            yield Remove(node, name)
        elif node is not None and schemes[name] is not scheme:
            yield from entry(node, name, schemes[name])
