"""The operations of an API's OpenAPI or Swagger body, whatever conditions SAM has wrapped around them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ..sam.definitions import TRANSFORM
from ..sam.extensions import ANY_METHOD, INTEGRATION, SHARED_INTEGRATIONS
from .shapes import mapping, value_at
from .values import NO_VALUE

SHARED: Final = f"#/components/{SHARED_INTEGRATIONS}/"
DEFAULT_ROUTE: Final = "/$default"

METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace", ANY_METHOD})


@dataclass(frozen=True)
class PathMethod:
    """One method of one path.

    Arguments:
        method: upper case; ``ANY`` for every method.
        path: begins with a slash and ends with none, but for the root.
        condition: names of the conditions under which it exists, joined by `` and ``; empty when always.
        fields: the operation object.
        integration: the integration object; empty when there is none.
    """

    method: str
    path: str
    condition: str
    fields: Mapping[str, Any]
    integration: Mapping[str, Any]


def operations(body: Any, conditions: Any) -> tuple[PathMethod, ...]:
    """List the operations of a body; nothing for a body that is kept elsewhere.

    Arguments:
        body: the ``Body`` property of a compiled API.
        conditions: the ``Conditions`` section of the same template.
    """
    paths = mapping(mapping(body).get("paths"))
    return tuple(op for path, item in paths.items() for op in _of_path(str(path), item, body, conditions))


def _of_path(path: str, item: Any, body: dict[str, Any], conditions: Any) -> Iterator[PathMethod]:
    for outer, methods in alternatives(item):
        for method, operation in methods.items():
            if not is_method(method, operation):
                continue
            for inner, fields in alternatives(operation, outer):
                yield PathMethod(
                    method="ANY" if method == ANY_METHOD else method.upper(),
                    path=normal_path(path),
                    condition=_condition(inner, conditions),
                    fields=_with_shared(fields, methods),
                    integration=_integration(fields.get(INTEGRATION), body),
                )


def _with_shared(operation: dict[str, Any], item: Mapping[str, Any]) -> dict[str, Any]:
    """An operation with the parameters that all operations of its path have."""
    shared, own = item.get("parameters"), operation.get("parameters", [])
    if not isinstance(shared, list) or not shared or not isinstance(own, list):
        return operation
    return {**operation, "parameters": [*shared, *own]}


def is_method(name: Any, operation: Any) -> bool:
    """Whether an entry of a path is an operation: SAM copies a method it does not know (such as ``*``) as it stands.

    Arguments:
        name: its key.
        operation: its value.
    """
    return str(name).lower() in METHODS or (isinstance(operation, dict) and INTEGRATION in operation)


def _integration(value: Any, body: Mapping[str, Any]) -> Mapping[str, Any]:
    found = [_shared(fields, body) for _, fields in alternatives(value)]
    if len(found) == 1:
        return found[0]
    # Several integrations under one condition or another: kept whole, so that it equals only itself.
    return {"type": "conditional", "uri": value} if found else {}


def shared_by(fields: Mapping[str, Any]) -> str:
    """The reference by which operations of an HTTP API share an integration (OpenAPI extensions, integrations).

    Arguments:
        fields: an operation object.

    Returns:
        The reference; empty where the operation has an integration of its own.
    """
    reference = value_at(fields, (INTEGRATION, "$ref"))
    return reference if isinstance(reference, str) and reference.startswith(SHARED) else ""


def _shared(integration: dict[str, Any], body: Mapping[str, Any]) -> dict[str, Any]:
    """An integration, whether it stands in its operation or is shared."""
    reference = shared_by({INTEGRATION: integration})
    if not reference:
        return integration
    found = value_at(body, ("components", SHARED_INTEGRATIONS, reference.removeprefix(SHARED)))
    return found if isinstance(found, dict) else integration


def alternatives(value: Any, conditions: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Yield the mappings that a value can be, each with the conditions under which it is that.

    Arguments:
        value: a mapping, or ``Fn::If`` around mappings, nested at will.
        conditions: the conditions that hold already.
    """
    if not isinstance(value, dict) or value == NO_VALUE:
        return
    branches = value.get("Fn::If")
    if len(value) != 1 or not isinstance(branches, list) or len(branches) != 3:
        yield conditions, value
        return
    name, yes, no = branches
    yield from alternatives(yes, (*conditions, str(name)))
    yield from alternatives(no, (*conditions, f"not {name}"))


def normal_path(path: str) -> str:
    """One spelling for paths that both gateways route alike (powertools-lambda-python#1552: ``/x`` and ``/x/``)."""
    return f"/{path.removeprefix('/').removesuffix('/')}"


def _condition(names: tuple[str, ...], conditions: Any) -> str:
    # SAM puts the "or" of its operations' conditions around a path: it says nothing that they do not.
    implied = {n for n in names for other in names if n != other and other in members(n, conditions)}
    return " and ".join(sorted(set(names) - implied))


def members(name: str, conditions: Any) -> frozenset[str]:
    """Names of the conditions that a condition is the plain ``or`` of; SAM nests them when there are over ten.

    Arguments:
        name: a condition's name.
        conditions: the ``Conditions`` section.
    """
    found: set[str] = set()
    todo = [name]
    while todo:
        parts = value_at(conditions, (todo.pop(), "Fn::Or"))
        names = [p["Condition"] for p in parts if isinstance(p, dict) and "Condition" in p] if parts else []
        todo.extend(n for n in names if n not in found)
        found.update(names)
    return frozenset(found)


def is_opaque(body: Any) -> bool:
    """Whether a body, or a part of it that holds routes, stands in another file.

    Arguments:
        body: the ``Body`` property of a compiled API; None when it has none.
    """
    paths = mapping(body).get("paths")
    if not isinstance(paths, dict) or TRANSFORM in body or TRANSFORM in paths:
        return True
    for item in paths.values():
        found = list(alternatives(item))
        if any(TRANSFORM in m or any(_refers_outside(o) for o in m.values()) for _, m in found):
            return True
    return False


def _refers_outside(operation: Any) -> bool:
    return any(TRANSFORM in fields for _, fields in alternatives(operation))
