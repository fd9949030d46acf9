"""Swagger 2.0 -> OpenAPI 3.0.1: what moves, what is wrapped, what has no place any more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from migrator.concern import Step, View
from migrator.text.operations import Fragment, Insert, Remove, RemoveItem, RenameKey, SetValue, become
from migrator.text.tree import Node, boolean
from migrator.text.values import Value, get, is_list, is_map, literal

from ..codes import DEFINITION_BODY
from ..reading.definition import checked
from ..reading.document import EXTENSION, Document, Operation, is_open_list
from .codes import SWAGGER_2
from .components import moved
from .schemas import REFERENCES, SCHEMA_KEYS, parameter, reference, schema

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
        names = (
            [text for item in node.elements() if (text := literal(item))] if node is not None and is_list(node) else []
        )
        return names or [JSON]


def convert(view: View, document: Document, operations: list[Operation], schemes: dict[str, Value]) -> Iterator[Step]:
    """State what a Swagger 2.0 definition becomes.

    Arguments:
        operations: all that stay.
        schemes: its security schemes after.
    """
    body, conversion = document.body, Conversion(view, document)
    version = body.pair("swagger")
    if version is None:
        yield view.find(DEFINITION_BODY, "The version of the definition comes from a merge key.", body)
        return
    gone = [f"`{key}`" for key in GONE[:3] if body.get(key) is not None]
    lost = f" {', '.join(gone)} had no effect and are removed." if gone else ""
    yield view.find(SWAGGER_2, f"The definition is Swagger 2.0; it becomes OpenAPI {VERSION}.{lost}", version.value)
    yield RenameKey(body, "swagger", "openapi")
    yield SetValue(version.value, VERSION)
    for key in GONE:
        if body.get(key) is not None:
            yield Remove(body, key)
    yield from _references(body)
    yield from _shared(view, body)
    for item in {id(op.item): op.item for op in operations}.values():
        yield from _parameters(conversion, item, None)
    for operation in operations:
        yield from _parameters(conversion, operation.node, operation)
        yield from _responses(conversion, operation)
        for key in ("consumes", "produces", "schemes"):
            if operation.node.get(key) is not None:
                yield Remove(operation.node, key)
    components: dict[str, Value] = {}
    for key, name, change in (("parameters", "parameters", parameter), ("responses", "responses", _bare_response)):
        if found := _entries(body.get(key)):
            components[name] = {k: change(v) if is_map(v) else v for k, v in found}
    yield from moved(view, document, schemes, components)


_EACH = "Write it in each operation that has it, and run again."


def _shared(view: View, body: Node) -> Iterator[Step]:
    """Shared parameters and responses that could only move by being copied into every operation."""
    for key, node in _entries(body.get("parameters")):
        if not is_map(node) or literal(node.get("in")) in ("body", "formData", None):
            what = f"Shared parameter {key} is a request body, or cannot be read."
            yield view.find(DEFINITION_BODY, what, node, remedy=_EACH)
    for key, node in _entries(body.get("responses")):
        if not is_map(node) or node.get("schema") is not None or node.get("examples") is not None:
            what = f"Shared response {key} has a schema whose content type is not known."
            yield view.find(DEFINITION_BODY, what, node, remedy=_EACH)


def _entries(node: Node | None) -> list[tuple[str, Node]]:
    return list(node.entries().items()) if node is not None and is_map(node) else []


def _references(body: Node) -> Iterator[Step]:
    for node in body.walk():
        start = reference(node)
        if start is not None and not any(str(key).startswith(EXTENSION) for key in node.path()):
            yield Fragment(node, 0, len(start), REFERENCES[start])


# -- operations ---------------------------------------------------------------------------------------------------


def _parameters(conversion: Conversion, owner: Node, operation: Operation | None) -> Iterator[Step]:
    """Parameters of an operation or, without one, of a path."""
    listed = owner.get("parameters")
    if listed is None or listed.is_null:
        return
    view = conversion.view
    if not is_open_list(listed) or not all(is_map(item) for item in listed.elements()):
        yield view.find(DEFINITION_BODY, "These parameters must be a literal list of maps.", listed)
        return
    bodies: list[Node] = []
    fields: list[Node] = []
    for index, node in enumerate(listed.elements()):
        place = literal(node.get("in"))
        if node.get("$ref") is not None:
            continue
        if place not in ("body", "formData"):
            yield from _typed(view, node)
            yield from become(node, dict(parameter(node)))
        elif operation is None:
            what = "OpenAPI 3 allows no request body for a whole path."
            yield view.find(DEFINITION_BODY, what, node, remedy=_EACH)
        else:
            (bodies if place == "body" else fields).append(node)
            yield from checked(view, f"parameter {literal(node.get('name'))}", node)
            yield RemoveItem(listed, index)
    if operation is not None and (bodies or fields):
        request = _body(conversion, operation, bodies[0]) if bodies else _form(conversion, operation, fields)
        before = "responses" if owner.pair("responses") is not None else None
        yield Insert(owner, "requestBody", request, before=before, after=None if before else "parameters")


def _typed(view: View, node: Node) -> Iterator[Step]:
    """Check what moves into the schema of a parameter or header."""
    for key, value in node.entries().items():
        if key in SCHEMA_KEYS:
            yield from checked(view, key, value)


def _body(conversion: Conversion, operation: Operation, node: Node) -> dict[str, Value]:
    kept: dict[str, Value] = {key: node.get(key) for key in ("description", "required") if node.get(key) is not None}
    given = node.get("schema")
    content: Value = {"schema": schema(given)} if given is not None else {}
    return {**kept, "content": dict.fromkeys(conversion.types(operation, "consumes"), content)}


def _form(conversion: Conversion, operation: Operation, fields: list[Node]) -> dict[str, Value]:
    properties: dict[str, Value] = {}
    required: list[Value] = []
    for node in fields:
        name = literal(node.get("name")) or ""
        entries = node.entries()
        own: dict[str, Value] = {k: entries[k] for k in entries if k in SCHEMA_KEYS or k == "description"}
        if literal(node.get("type")) == "file":
            own |= {"type": "string", "format": "binary"}
        properties[name] = own
        if boolean(node.get("required")):
            required.append(name)
    shape: dict[str, Value] = {"type": "object", "properties": properties}
    if required:
        shape["required"] = required
    has_file = any(literal(node.get("type")) == "file" for node in fields)
    names = [n for n in conversion.types(operation, "consumes") if n in (FORM, FILES)] or [FILES if has_file else FORM]
    needed: dict[str, Value] = {"required": True} if required else {}
    return {**needed, "content": {name: {"schema": shape} for name in names}}


def _responses(conversion: Conversion, operation: Operation) -> Iterator[Step]:
    responses = operation.node.get("responses")
    if responses is None or responses.is_null:
        return
    if not is_map(responses):
        yield conversion.view.find(
            DEFINITION_BODY, f"The responses of {operation.label} must be a literal map.", responses
        )
        return
    for node in responses.entries().values():
        for key in ("schema", "examples") if is_map(node) else ():
            if (part := node.get(key)) is not None:
                yield from checked(conversion.view, key, part)
        headers = node.get("headers") if is_map(node) else None
        for _, header in _entries(headers):
            yield from _typed(conversion.view, header)
        if is_map(node):
            yield from become(node, dict(_response(node, conversion.types(operation, "produces"))))


def _bare_response(node: Node) -> dict[str, Value]:
    return _response(node, [])


def _response(node: Node, types: list[str]) -> dict[str, Value]:
    """A response with its schema and examples under the content types that it can have."""
    wanted: dict[str, Value] = {}
    shape, examples = node.get("schema"), node.get("examples")
    for key, value in node.entries().items():
        if key in ("schema", "examples"):
            content: dict[str, Value] = {}
            for name in dict.fromkeys(
                [*(types if shape is not None else ()), *(examples.entries() if examples is not None else ())]
            ):
                made: dict[str, Value] = {"schema": schema(shape)} if shape is not None and name in types else {}
                example = get(examples, name)
                content[name] = {**made, "example": example} if example is not None else made
            wanted.setdefault("content", content)
        elif key == "headers" and is_map(value):
            wanted[key] = {
                name: parameter(header) if is_map(header) else header for name, header in value.entries().items()
            }
        else:
            wanted[key] = value
    return wanted
