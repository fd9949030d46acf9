"""Stage variables: the same map under another name."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import Concern, Put, Step, View
from migrator.sam.kinds import ApiKind
from migrator.text.values import entries_of, is_map

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
    if not is_map(node) and view.kind.name == "rest":  # whose names are others
        yield view.find(UNSUPPORTED_SHAPE, f"`{old}` must be a map.", node)
        return
    if view.kind.name == "http":
        yield view.find(STAGE_VARIABLES, f"`{old}` becomes `{new}`.", node)
    for name, value in entries_of(node).items() if view.kind.name == "rest" else ():
        if "_" in name:
            yield view.find(VARIABLE_NAME, f"Stage variable `{name}` has an underscore.", value)
    yield Put((new,), node, was=old)


CONCERN = Concern("stage-variables", migrate, frozenset({KEYS["rest"]}), migrate, frozenset({KEYS["http"]}))
