"""What changes in a compiled template, entry by entry: resources, outputs, conditions, parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..plan import Action
from .intrinsics import text
from .shapes import mapping

SECTIONS = ("Resources", "Outputs", "Conditions", "Parameters", "Mappings")

_ACTIONS = {"added": Action.ADD, "removed": Action.DELETE}
"""By the last word of deepdiff's kinds, such as ``dictionary_item_added``; the others are changes."""


@dataclass(frozen=True)
class Detail:
    """One value that differs.

    Arguments:
        path: keys below the entry.
        before: the value before; None where it was not there, and ``after`` where it is not any more.
        action: whether it is new, gone or another.
    """

    path: tuple[str | int, ...]
    before: Any
    after: Any
    action: Action


@dataclass(frozen=True)
class ChangedEntry:
    """One entry of a section that differs.

    Arguments:
        section: ``Resources`` or another section.
        id: its logical id.
        type: the type of a resource, else empty.
        action: whether it is new, gone or another.
        details: what differs inside; none where it is new or gone.
        follows: the logical id of the API whose place a new API takes; its details are compared with that one.
    """

    section: str
    id: str
    type: str
    action: Action
    details: tuple[Detail, ...] = ()
    follows: str = ""


def entries(before: Mapping[str, Any], after: Mapping[str, Any], moved: Mapping[str, str]) -> Iterator[ChangedEntry]:
    """List what differs, section by section in the order of the templates, what goes last.

    Arguments:
        before: CloudFormation, as `migrator.proof.compile.compiled` returns it.
        after: the template that follows.
        moved: logical ids of APIs before, and which API after takes their place.
    """
    homes = {home: name for name, home in moved.items() if name != home}
    for section in SECTIONS:
        old, new = mapping(before.get(section)), mapping(after.get(section))
        for name, value in new.items():
            was = homes.get(name, "") if section == "Resources" and name not in old else name
            if was not in old:
                yield ChangedEntry(section, name, _type(value), Action.ADD)
            # Equality first: it takes a tenth of the time, and most entries are equal.
            elif old[was] != value:
                action, follows = (Action.CHANGE, "") if was == name else (Action.ADD, was)
                yield ChangedEntry(section, name, _type(value), action, tuple(_details(old[was], value)), follows)
        for name, value in old.items():
            if name not in new:
                yield ChangedEntry(section, name, _type(value), Action.DELETE)


def _details(old: Any, new: Any) -> Iterator[Detail]:
    from deepdiff import DeepDiff

    # Without the threshold, mappings with few keys in common are reported as one change, and the rest goes unsaid.
    tree = DeepDiff(old, new, view="tree", threshold_to_diff_deeper=0)
    levels = [(_ACTIONS.get(kind.rpartition("_")[2], Action.CHANGE), level) for kind in tree for level in tree[kind]]
    for action, level in sorted(levels, key=lambda entry: entry[1].path()):
        path = tuple(level.path(output_format="list"))
        if action is Action.CHANGE and _means_the_same(path, level.t1, level.t2):
            continue
        before = None if action is Action.ADD else level.t1
        after = None if action is Action.DELETE else level.t2
        yield Detail(path, before, after, action)


def _means_the_same(path: tuple[str | int, ...], old: Any, new: Any) -> bool:
    """Whether a value is merely spelled in another way: ``arn:aws:`` and ``arn:${AWS::Partition}:``."""
    return path[-1:] == ("Fn::Sub",) and text({"Fn::Sub": old}) == text({"Fn::Sub": new})


def _type(value: Any) -> str:
    return str(mapping(value).get("Type", ""))
