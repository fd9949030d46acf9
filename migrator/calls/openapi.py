"""Values of path variables that an OpenAPI document gives as examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_METHODS = ("get", "head", "options", "post", "put", "patch", "delete")


def of_openapi(document: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """List examples of path variables: route path, name and value.

    Source: OpenAPI 3.1.0, "Parameter Object"; ``x-example`` is what Swagger 2.0 is written with.

    Arguments:
        document: the OpenAPI document.
    """
    paths = document.get("paths")
    for path, item in paths.items() if isinstance(paths, dict) else ():
        if not isinstance(item, dict):
            continue
        operations = [operation for key in _METHODS if isinstance(operation := item.get(key), dict)]
        listed = [p for each in (item, *operations) for p in each.get("parameters") or () if isinstance(p, dict)]
        for written in listed:
            parameter = _resolved(document, written)
            if parameter.get("in") == "path" and (example := _example(parameter)) is not None:
                yield str(path), str(parameter.get("name")), example


def _resolved(document: Mapping[str, Any], parameter: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = parameter.get("$ref")
    if not isinstance(reference, str) or not reference.startswith("#/"):
        return parameter
    node: Any = document
    for key in reference[2:].split("/"):
        node = node.get(key) if isinstance(node, dict) else None
    return node if isinstance(node, dict) else {}


def _example(parameter: Mapping[str, Any]) -> str | None:
    """The first example of a parameter, or of its schema."""
    given = parameter.get("schema")
    schema: Mapping[str, Any] = given if isinstance(given, dict) else {}
    several = parameter.get("examples")
    named = [e.get("value") for e in several.values() if isinstance(e, dict)] if isinstance(several, dict) else []
    lists = [each for key in ("examples", "enum") if isinstance(each := schema.get(key), list)]
    single = [
        parameter.get("example"),
        *named,
        parameter.get("x-example"),
        schema.get("example"),
        schema.get("default"),
    ]
    found = (*single, *(value for each in lists for value in each))
    return next((str(each) for each in found if isinstance(each, (str, int, float)) and str(each)), None)
