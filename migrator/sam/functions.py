"""Which function each name in a template leads to: a function, its alias or version, or its name in the account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ..text.node import Node
from ..text.values import attribute, intrinsic, literal, ref_target
from .kinds import FUNCTION
from .parts import Resource

RAW_FUNCTION: Final = "AWS::Lambda::Function"
FUNCTIONS: Final = frozenset({FUNCTION, RAW_FUNCTION})
QUALIFIERS: Final = frozenset({"AWS::Lambda::Alias", "AWS::Lambda::Version"})
"""Resources that stand for a function; what ``Ref`` gives is the function's ARN with a qualifier."""


def functions(resources: Mapping[str, Resource]) -> Mapping[str, str]:
    """Logical ids of functions by all that leads to them.

    Keys are logical ids, also of aliases that SAM makes, and names in the account behind a colon: ``:orders``.

    Arguments:
        resources: those of a template, by logical id.
    """
    found = {}
    for name, resource in resources.items():
        if resource.type in FUNCTIONS:
            found.update(dict.fromkeys(_names(name, resource), name))
    qualifiers = {name: r for name, r in resources.items() if r.type in QUALIFIERS}
    for _ in range(2):  # an alias may name its function by a version
        for name, resource in qualifiers.items():
            if (function := found.get(_named(resource.properties.get("FunctionName")))) is not None:
                found[name] = function
    return found


def _names(name: str, function: Resource) -> Iterator[str]:
    yield name
    if (alias := literal(function.properties.get("AutoPublishAlias"))) is not None:
        yield f"{name}Alias{alias}"
    if (own := written(function.properties.get("FunctionName"))) is not None:
        yield f":{own}"


def _named(node: Node | None) -> str:
    """What a property names a function by."""
    reference = (attribute(node) or (ref_target(node),))[0] if node is not None else None
    return reference or f":{written(node)}"


def written(node: Node | None) -> str | None:
    """A name as it stands in the text of ``Fn::Sub``; None where it cannot stand there."""
    call = intrinsic(node) if node is not None else None
    if call is None:
        return literal(node)
    return f"${{{call.text}}}" if call.name == "Ref" else call.text if call.name == "Sub" else None
