"""Stage variables: the same map under another name."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import Concern, Drop, Put, Step, View
from migrator.sam.kinds import ApiKind
from migrator.text.node import Node
from migrator.text.values import NO_VALUE, all_known, arguments, is_map, ref_target

from ..codes import UNSUPPORTED_SHAPE
from .codes import STAGE_VARIABLES, VARIABLE_NAME

KEYS: dict[ApiKind, str] = {"rest": "Variables", "http": "StageVariables"}
"""What an API of each kind calls them."""


def migrate(view: View) -> Iterator[Step]:
    """Move stage variables, in either direction."""
    old, new = KEYS[view.api.kind], KEYS[view.kind.name]
    node = view.get(old)
    if node is None:
        return
    if ref_target(node) == NO_VALUE:
        yield Drop((old,))
        return
    branches = _branches(node)
    if branches is None:
        yield view.find(UNSUPPORTED_SHAPE, f"`{old}` must be a map.", node)
        return
    if view.kind.name == "http":
        yield view.find(STAGE_VARIABLES, f"`{old}` becomes `{new}`.", node)
    named = [entry for branch in branches for entry in branch.entries().items()]
    for name, value in named if view.kind.name == "rest" else ():
        if "_" in name:
            yield view.find(VARIABLE_NAME, f"Stage variable `{name}` has an underscore.", value)
    yield Put((new,), node, was=old)


def _branches(node: Node) -> list[Node] | None:
    """The map, or those that a condition chooses from; None where one cannot be read."""
    if is_map(node):
        return [node]
    parts = arguments(node, "If", 3)[1:]
    found = all_known([] if ref_target(part) == NO_VALUE else _branches(part) for part in parts)
    return [each for maps in found for each in maps] if found else None


CONCERN = Concern("stage-variables", migrate, frozenset({KEYS["rest"]}), migrate, frozenset({KEYS["http"]}))
