"""Swagger 2.0 -> OpenAPI 3.0.1: what moves, what is wrapped, what has no place any more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from migrator.concern import Step, View
from migrator.sam.extensions import EXTENSION
from migrator.text.node import Node, boolean
from migrator.text.operations import Fragment, Insert, Remove, RemoveItem, RenameKey, SetValue, become
from migrator.text.values import Value, entries_of, given, is_map, items_of, literal, present

from ..codes import DEFINITION_BODY
from ..reading.definition import checked
from ..reading.document import Document, Operation, is_open_list
from .codes import SWAGGER_2
from .components import moved
from .schemas import BINARY, REFERENCES, SCHEMA_KEYS, parameter, reference, schema

VERSION = "3.0.1"

GONE = ("host", "basePath", "schemes", "consumes", "produces")
"""Keys at the top that say where the API is, and content types that go to where they are used."""


JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
FILES = "multipart/form-data"


@dataclass(frozen=True, eq=False)
class Conversion:
    """What the conversion of one operation needs to know of the whole."""

    view: View
    document: Document

    def types(self, operation: Operation, key: str) -> list[str]:
        """Content types that an operation takes (``consumes``) or gives (``produces``)."""
        node = operation.node.get(key) or self.document.body.get(key)
        return [text for item in items_of(node) if (text := literal(item))] or [JSON]


def convert(
    view: View, document: Document, operations: list[Operation], schemes: dict[str, Value], added: dict[str, Value]
) -> Iterator[Step]:
    """State what a Swagger 2.0 definition becomes.

    Arguments:
        operations: all that stay.
        schemes: its security schemes after.
        added: parts of ``components`` that Swagger 2.0 does not have.
    """
    body, conversion = document.body, Conversion(view, document)
    version = body.pair("swagger")
    if version is None:
        yield view.find(DEFINITION_BODY, "The version of the definition comes from a merge key.", body)
        return
    yield from _top(view, body, version.value)
    yield from _references(body)
    yield from _shared(view, body)
    for item in {id(op.item): op.item for op in operations}.values():
        yield from _parameters(conversion, item, None)
    for operation in operations:
        yield from _parameters(conversion, operation.node, operation)
        yield from _responses(conversion, operation)
        yield from _removed(operation.node, ("consumes", "produces", "schemes"))
    components = {
        "parameters": _each(body.get("parameters"), parameter),
        "responses": _each(body.get("responses"), _bare_response),
    }
    yield from moved(view, document, schemes, {**{key: value for key, value in components.items() if value}, **added})


def _top(view: View, body: Node, version: Node) -> Iterator[Step]:
    """Give the definition its new version, and take away what says where the API is."""
    gone = [f"`{key}`" for key in GONE[:3] if body.get(key) is not None]
    lost = f" {', '.join(gone)} had no effect and are removed." if gone else ""
    yield view.find(SWAGGER_2, f"The definition is Swagger 2.0; it becomes OpenAPI {VERSION}.{lost}", version)
    yield RenameKey(body, "swagger", "openapi")
    yield SetValue(version, VERSION)
    yield from _removed(body, GONE)


def _removed(owner: Node, keys: Iterable[str]) -> Iterator[Step]:
    return (Remove(owner, key) for key in keys if owner.get(key) is not None)


def _each(node: Node | None, change: Callable[[Node], Value]) -> dict[str, Value]:
    """Entries of a map with every one changed that is a map itself."""
    return {name: change(each) if is_map(each) else each for name, each in entries_of(node).items()}


_EACH = "Write it in each operation that has it, and run again."


def _shared(view: View, body: Node) -> Iterator[Step]:
    """Shared parameters and responses that could only move by being copied into every operation."""
    for key, node in entries_of(body.get("parameters")).items():
        if not is_map(node) or literal(node.get("in")) in ("body", "formData", None):
            what = f"Shared parameter {key} is a request body, or cannot be read."
            yield view.find(DEFINITION_BODY, what, node, remedy=_EACH)
    for key, node in entries_of(body.get("responses")).items():
        if not is_map(node) or node.get("schema") is not None or node.get("examples") is not None:
            what = f"Shared response {key} has a schema whose content type is not known."
            yield view.find(DEFINITION_BODY, what, node, remedy=_EACH)


def _references(body: Node) -> Iterator[Step]:
    for node in body.walk():
        start = reference(node)
        if start is not None and not any(str(key).startswith(EXTENSION) for key in node.path()):
            yield Fragment(node, 0, len(start), REFERENCES[start])


# -- operations ---------------------------------------------------------------------------------------------------


def _parameters(conversion: Conversion, owner: Node, operation: Operation | None) -> Iterator[Step]:
    """Parameters of an operation or, without one, of a path."""
    view, listed = conversion.view, given(owner.get("parameters"))
    if listed is None:
        return
    if not is_open_list(listed) or not all(map(is_map, listed.elements())):
        yield view.find(DEFINITION_BODY, "These parameters must be a literal list of maps.", listed)
        return
    moving: dict[str, list[Node]] = {"body": [], "formData": []}
    for index, node in enumerate(listed.elements()):
        place = literal(node.get("in")) or ""
        if node.get("$ref") is not None:
            continue
        if place not in moving:
            yield from _typed(view, node)
            yield from become(node, dict(parameter(node)))
        elif operation is None:
            what = "OpenAPI 3 allows no request body for a whole path."
            yield view.find(DEFINITION_BODY, what, node, remedy=_EACH)
        else:
            moving[place].append(node)
            yield from checked(view, f"parameter {literal(node.get('name'))}", node)
            yield RemoveItem(listed, index)
    if operation is not None and any(moving.values()):
        yield _request(conversion, operation, moving["body"], moving["formData"])


def _request(conversion: Conversion, operation: Operation, bodies: list[Node], fields: list[Node]) -> Step:
    request = _body(conversion, operation, bodies[0]) if bodies else _form(conversion, operation, fields)
    before = "responses" if operation.node.pair("responses") is not None else None
    return Insert(operation.node, "requestBody", request, before=before, after=None if before else "parameters")


def _typed(view: View, node: Node) -> Iterator[Step]:
    """Check what moves into the schema of a parameter or header."""
    for key, value in node.entries().items():
        if key in SCHEMA_KEYS:
            yield from checked(view, key, value)


def _body(conversion: Conversion, operation: Operation, node: Node) -> dict[str, Value]:
    kept = present({key: node.get(key) for key in ("description", "required")})
    shape = node.get("schema")
    content: Value = {"schema": schema(shape)} if shape is not None else {}
    return {**kept, "content": dict.fromkeys(conversion.types(operation, "consumes"), content)}


def _form(conversion: Conversion, operation: Operation, fields: list[Node]) -> dict[str, Value]:
    properties = {_name(node): _field(node) for node in fields}
    required = [_name(node) for node in fields if boolean(node.get("required"))]
    shape = present({"type": "object", "properties": properties, "required": required or None})
    names = [name for name in conversion.types(operation, "consumes") if name in (FORM, FILES)]
    if not names:
        names = [FILES if any(map(_is_file, fields)) else FORM]
    return present({"required": True if required else None, "content": {name: {"schema": shape} for name in names}})


def _name(field: Node) -> str:
    return literal(field.get("name")) or ""


def _is_file(field: Node) -> bool:
    return literal(field.get("type")) == "file"


def _field(node: Node) -> dict[str, Value]:
    own: dict[str, Value] = {k: v for k, v in node.entries().items() if k in SCHEMA_KEYS or k == "description"}
    return {**own, **BINARY} if _is_file(node) else own


def _responses(conversion: Conversion, operation: Operation) -> Iterator[Step]:
    responses = given(operation.node.get("responses"))
    if responses is None:
        return
    if not is_map(responses):
        yield conversion.view.find(
            DEFINITION_BODY, f"The responses of {operation.label} must be a literal map.", responses
        )
        return
    for node in filter(is_map, responses.entries().values()):
        for key in ("schema", "examples"):
            if (part := node.get(key)) is not None:
                yield from checked(conversion.view, key, part)
        for header in entries_of(node.get("headers")).values():
            yield from _typed(conversion.view, header)
        yield from become(node, dict(_response(node, conversion.types(operation, "produces"))))


def _bare_response(node: Node) -> dict[str, Value]:
    return _response(node, [])


def _response(node: Node, types: list[str]) -> dict[str, Value]:
    """A response with its schema and examples under the content types that it can have."""
    wanted: dict[str, Value] = {}
    for key, value in node.entries().items():
        if key in ("schema", "examples"):
            wanted.setdefault("content", _content(node.get("schema"), entries_of(node.get("examples")), types))
        elif key == "headers" and is_map(value):
            wanted[key] = _each(value, parameter)
        else:
            wanted[key] = value
    return wanted


def _content(shape: Node | None, examples: Mapping[str, Node], types: list[str]) -> dict[str, Value]:
    typed: dict[str, dict[str, Value]] = {} if shape is None else {name: {"schema": schema(shape)} for name in types}
    shown = {name: {"example": example} for name, example in examples.items()}
    return {name: {**typed.get(name, {}), **shown.get(name, {})} for name in (*typed, *shown)}
