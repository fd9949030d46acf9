"""Parts of a definition that move: what Swagger 2.0 has at the top stands below ``components`` in OpenAPI 3."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import Step, View
from migrator.text.operations import Insert, Remove, entry
from migrator.text.values import Value, is_map

from ..codes import DEFINITION_BODY
from ..reading.definition import checked
from ..reading.document import Document
from .schemas import schema

MOVING = ("securityDefinitions", "definitions", "parameters", "responses")
"""Keys at the top that go; `parameters` and `responses` exist in Swagger 2.0 only."""


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
    there = [key for key in MOVING if body.get(key) is not None]
    definitions = body.get("definitions")
    if "securityDefinitions" in there and schemes:
        components = {"securitySchemes": schemes, **components}
    if definitions is not None and is_map(definitions):
        components["schemas"] = {name: schema(node) for name, node in definitions.entries().items()}
    for key in there:
        node = body.get(key)
        if node is not None and not node.is_null and not is_map(node):
            yield view.find(DEFINITION_BODY, f"`{key}` must be a literal map.", node)
        elif node is not None:
            yield from checked(view, key, node)
        yield Remove(body, key)
    if "securityDefinitions" not in there:
        yield from in_place(document, schemes)
    if not components:
        return
    own = body.get("components")
    if own is None or own.is_null:
        yield Insert(body, "components", components, after=there[0])
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
