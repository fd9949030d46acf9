"""Plan a deployment: what CloudFormation does when one compiled template follows another in the same stack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..plan import Action, Change, Plan
from .replacement import Fate, fates
from .shapes import resources_of
from .traps import Deployment, traps
from .update_rules import outlives


def planned(before: Mapping[str, Any], after: Mapping[str, Any], moved: Mapping[str, str]) -> Plan:
    """Say what deploying one template over the other does.

    Arguments:
        before: CloudFormation of the stack that is there, as `migrator.proof.compile.compiled` returns it.
        after: CloudFormation of the template that follows.
        moved: logical ids of APIs before, and which API after takes their place.
    """
    old, new = resources_of(before), resources_of(after)
    kept = fates(old, new)
    changes = tuple(_changes(old, new, kept))
    deployment = Deployment(before, after, old, new, changes, moved, kept)
    found = tuple(sorted(traps(deployment), key=lambda trap: not trap.refused))
    return Plan(changes, found, new_url=any(trap.name == "endpoint-url" for trap in found))


def _changes(old: Mapping[str, Any], new: Mapping[str, Any], kept: Mapping[str, Fate]) -> Iterator[Change]:
    for name, resource in new.items():
        kind = str(resource.get("Type"))
        if name not in old:
            yield Change(Action.ADD, name, kind)
        elif name in kept:
            yield Change(kept[name].action, name, kind)
    for name, resource in old.items():
        if name not in new:
            left = outlives(resource, "DeletionPolicy")
            yield Change(Action.LEAVE if left else Action.DELETE, name, str(resource.get("Type")))
