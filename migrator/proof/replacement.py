"""What becomes of the resources that both templates have: changed in place, or created anew, and because of what."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..plan import Action
from .intrinsics import referenced, text
from .registry import Keys, rules
from .shapes import properties_of, value_at
from .stages import stage_names


@dataclass(frozen=True)
class Fate:
    """What CloudFormation does with one resource that stays in the template.

    Arguments:
        id: its logical id.
        action: changed in place, replaced, or one of the two.
        causes: properties whose change makes a new resource of it, as keys below ``Properties``.
    """

    id: str
    action: Action
    causes: tuple[Keys, ...] = ()


def fates(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Fate]:
    """Say what happens to each resource that is in both templates and does not stay as it is.

    Arguments:
        old: the ``Resources`` of the compiled template before.
        new: those of the one that follows.
    """
    values = stage_names(old), stage_names(new)
    found: dict[str, Fate] = {}
    while True:
        # One that refers to a replaced resource may be another.
        replaced = _renewed(found)
        for name in (name for name in new if name in old):
            if (fate := _fate(name, old[name], new[name], _Values(*values, replaced))) is not None:
                found[name] = fate
        if replaced == _renewed(found):
            return found


def _renewed(found: Mapping[str, Fate]) -> frozenset[str]:
    """What gets another physical name; a change of the type is no replacement, CloudFormation refuses it."""
    return frozenset(name for name, fate in found.items() if fate.action is Action.REPLACE and fate.causes)


@dataclass(frozen=True)
class _Values:
    """How values before and after compare.

    Arguments:
        before: names of the stages, by the logical ids that stand for them.
        after: likewise.
        replaced: resources that are created anew; what names one of them has another value.
    """

    before: Mapping[str, str]
    after: Mapping[str, str]
    replaced: Collection[str]

    def differ(self, old: Any, new: Any) -> bool:
        """Whether a value changes, be it only because what it refers to is another."""
        if self.replaced and any(name.partition(".")[0] in self.replaced for name in referenced(new)):
            return True
        # The same value can be spelled in two ways: `arn:aws:` and `arn:${AWS::Partition}:`.
        return bool(old != new) and text(old, self.before) != text(new, self.after)


def _fate(name: str, before: Mapping[str, Any], after: Mapping[str, Any], values: _Values) -> Fate | None:
    kind = str(after.get("Type"))
    if before.get("Type") != kind:
        return Fate(name, Action.REPLACE)  # not that CloudFormation did it: a trap says so
    old, new = properties_of(before), properties_of(after)
    if not any(values.differ(old.get(key), new.get(key)) for key in old.keys() | new.keys()):
        other_condition = before.get("Condition") != after.get("Condition")
        return Fate(name, Action.CHANGE) if other_condition else None
    known = rules(kind)
    if known is None:
        return Fate(name, Action.CHANGE_OR_REPLACE)
    differing = [(keys, values.differ(*sides)) for keys, *sides in _at(known.replacing, old, new)]
    if causes := tuple(keys for keys, differs in differing if differs and keys in known.replacing):
        return Fate(name, Action.REPLACE, causes)
    perhaps = tuple(keys for keys, differs in differing if differs)
    perhaps += tuple(keys for keys, *sides in _at(known.perhaps_replacing, old, new) if values.differ(*sides))
    return Fate(name, Action.CHANGE_OR_REPLACE, perhaps) if perhaps else Fate(name, Action.CHANGE)


def _at(paths: Collection[Keys], old: Any, new: Any) -> Iterator[tuple[Keys, Any, Any]]:
    """The values of both sides at paths; where an intrinsic is in the way, at the part of the path that leads to it."""
    for keys in paths:
        depth = min(_depth(old, keys), _depth(new, keys))
        yield keys[:depth], value_at(old, keys[:depth]), value_at(new, keys[:depth])


def _depth(value: Any, keys: Keys) -> int:
    """How far keys lead; a value that is not there leads to nothing at the end as well."""
    for depth, key in enumerate(keys):
        if value is None:
            return len(keys)
        if not isinstance(value, dict) or _is_intrinsic(value):
            return depth
        value = value.get(key)
    return len(keys)


def _is_intrinsic(value: Mapping[str, Any]) -> bool:
    key = next(iter(value), "")
    return len(value) == 1 and (key in ("Ref", "Condition") or key.startswith("Fn::"))
