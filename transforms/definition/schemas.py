"""Schemas and parameters of Swagger 2.0 as OpenAPI 3 has them."""

from __future__ import annotations

from migrator.text.node import Node
from migrator.text.values import Value, intrinsic, literal

REFERENCES = {
    "#/definitions/": "#/components/schemas/",
    "#/parameters/": "#/components/parameters/",
    "#/responses/": "#/components/responses/",
}

SCHEMA_KEYS = frozenset({
    "type", "format", "items", "default", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength", "minLength",
    "pattern", "maxItems", "minItems", "uniqueItems", "enum", "multipleOf",
})  # fmt: skip
"""Keys of a parameter or header that OpenAPI 3 keeps in its schema."""

STYLES: dict[str, dict[str, Value]] = {
    "multi": {"explode": True},
    "csv": {"explode": False},
    "ssv": {"style": "spaceDelimited", "explode": False},
    "pipes": {"style": "pipeDelimited", "explode": False},
}
"""``collectionFormat`` of a query parameter. Source: OpenAPI 3.0.1, style values."""


BINARY: dict[str, Value] = {"type": "string", "format": "binary"}
"""What OpenAPI 3 calls a ``file``."""


def reference(node: Node) -> str | None:
    """How a reference to a part of Swagger 2.0 begins that stands elsewhere in OpenAPI 3; None for anything else."""
    text = literal(node) if node.key == "$ref" else None
    return next((old for old in REFERENCES if (text or "").startswith(old)), None)


def schema(node: Node) -> Value:
    """A schema as a value that is written elsewhere: references follow, files are binary text."""
    node = node.read()
    if intrinsic(node) is not None or node.kind == "scalar":
        start = reference(node)
        return REFERENCES[start] + node.text.removeprefix(start) if start is not None else node
    if node.kind == "sequence":
        return [schema(item) for item in node.elements()]
    entries = node.entries()
    found = {key: schema(value) for key, value in entries.items()}
    if literal(entries.get("discriminator")) is not None and "properties" in entries:
        found["discriminator"] = {"propertyName": entries["discriminator"]}
    return {**found, **BINARY} if literal(entries.get("type")) == "file" else found


def parameter(node: Node) -> dict[str, Value]:
    """A parameter or header with its type in a schema."""
    wanted: dict[str, Value] = {}
    typed: dict[str, Value] = {}
    for key, value in node.entries().items():
        if key in SCHEMA_KEYS:
            if not typed:
                wanted["schema"] = typed
            typed[key] = schema(value) if key == "items" else value
        elif key == "collectionFormat":
            wanted |= STYLES.get(literal(value) or "", {}) if literal(node.get("in")) == "query" else {}
        else:
            wanted[key] = value
    return wanted
