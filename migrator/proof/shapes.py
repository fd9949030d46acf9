"""Parts of a compiled template as the shapes that they should have: nothing where they have another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def mapping(value: Any) -> dict[str, Any]:
    """A map; an empty one where the value is none."""
    return value if isinstance(value, dict) else {}


def several(value: Any) -> list[Any]:
    """The items of a list, or the one value that stands in its place; nothing of null."""
    return value if isinstance(value, list) else [] if value is None else [value]


def value_at(value: Any, keys: Iterable[str]) -> Any:
    """The value at the end of keys; None where they lead nowhere.

    Arguments:
        value: a map, such as the properties of a resource.
        keys: keys below it.
    """
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def resources_of(template: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The resources of a template that are maps, by logical id."""
    return {name: r for name, r in mapping(template.get("Resources")).items() if isinstance(r, dict)}


def defaults_of(template: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a compiled template's parameters, which stand as their defaults."""
    parameters = mapping(template.get("Parameters"))
    return {name: p["Default"] for name, p in parameters.items() if isinstance(p, dict) and "Default" in p}


def properties_of(resource: Any) -> dict[str, Any]:
    """The properties of a resource; none of what is no map."""
    return mapping(mapping(resource).get("Properties"))


def substitution(argument: Any) -> tuple[Any, dict[str, Any]]:
    """The text of a ``Fn::Sub`` and the variables that it defines itself; it need not be a text."""
    if isinstance(argument, list) and argument:
        return argument[0], mapping(argument[1]) if len(argument) > 1 else {}
    return argument, {}
