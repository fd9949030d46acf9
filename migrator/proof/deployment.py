"""Plan a deployment: what CloudFormation does when one compiled template follows another in the same stack."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ..plan import Action, Change, Plan
from .intrinsics import referenced, text
from .traps import Deployment, traps
from .update_rules import CREATE_ONLY, retains


def planned(before: Mapping[str, Any], after: Mapping[str, Any], moved: Mapping[str, str]) -> Plan:
    """Say what deploying one template over the other does.

    Arguments:
        before: CloudFormation of the stack that is there, as `migrator.proof.compile.compiled` returns it.
        after: CloudFormation of the template that follows.
        moved: logical ids of APIs before, and which API after takes their place.
    """
    old, new = _resources(before), _resources(after)
    changes = tuple(_changes(old, new))
    deployment = Deployment(before, after, old, new, changes, moved)
    found = tuple(sorted(traps(deployment), key=lambda trap: not trap.refused))
    return Plan(changes, found, new_url=any(trap.name == "endpoint-url" for trap in found))


def _changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    replaced = _replaced(old, new)
    for name, resource in new.items():
        kind = str(resource.get("Type"))
        if name not in old:
            yield Change(Action.ADD, name, kind)
        elif name in replaced:
            yield Change(Action.REPLACE, name, kind)
        elif _differing(old[name], resource, replaced) or old[name].get("Condition") != resource.get("Condition"):
            yield Change(Action.CHANGE, name, kind)
    for name, resource in old.items():
        if name not in new:
            kept = retains(resource.get("DeletionPolicy"))
            yield Change(Action.LEAVE if kept else Action.DELETE, name, str(resource.get("Type")))


def _replaced(old: Mapping[str, Any], new: Mapping[str, Any]) -> frozenset[str]:
    """Resources that are created anew under their id; one that refers to such a resource may be another."""
    found: set[str] = set()
    while True:
        more = {n for n in old.keys() & new.keys() - found if _is_replaced(old[n], new[n], found)}
        if not more:
            return frozenset(found)
        found |= more


def _is_replaced(before: Mapping[str, Any], after: Mapping[str, Any], replaced: Collection[str]) -> bool:
    kind = str(after.get("Type"))
    if before.get("Type") != kind:
        return True  # not that CloudFormation did it: a trap says so
    return not set(CREATE_ONLY.get(kind, ())).isdisjoint(_differing(before, after, replaced))


def _differing(before: Mapping[str, Any], after: Mapping[str, Any], replaced: Collection[str]) -> frozenset[str]:
    """Names of the properties whose value changes, be it only because what they refer to is another."""
    old, new = _mapping(before.get("Properties")), _mapping(after.get("Properties"))
    names = old.keys() | new.keys()
    return frozenset(n for n in names if not _same(old.get(n), new.get(n)) or _mentions(new.get(n), replaced))


def _same(old: Any, new: Any) -> bool:
    # The same value can be spelled in two ways: `arn:aws:` and `arn:${AWS::Partition}:`.
    return bool(old == new) or text(old) == text(new)


def _mentions(value: Any, names: Collection[str]) -> bool:
    return bool(names) and any(_owner(name) in names for name in referenced(value))


def _owner(reference: str) -> str:
    return reference.partition(".")[0]


def _resources(template: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {name: r for name, r in _mapping(template.get("Resources")).items() if isinstance(r, dict)}


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
