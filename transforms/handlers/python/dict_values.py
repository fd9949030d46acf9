"""What is known of a dict, whatever puts it together, and of two that become one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import libcst as cst

from .code import Module


@dataclass(frozen=True, eq=False)
class DictValue:
    """A value in a dict, and where it stands."""

    module: Module
    function: cst.FunctionDef | None
    node: cst.BaseExpression


@dataclass(frozen=True, eq=False)
class Assembled:
    """What is known of a dict.

    Arguments:
        parts: the values that each key may have.
        certain: the keys that it has on every way.
        inner: keys that are put into one of its values later, by the key of that.
    """

    parts: Mapping[str, tuple[DictValue, ...]] = field(default_factory=dict)
    certain: frozenset[str] = frozenset()
    inner: Mapping[str, tuple[tuple[str, DictValue], ...]] = field(default_factory=dict)

    def over(self, other: Assembled) -> Assembled:
        """This dict with another one put into it, which has the last word."""
        kept = {key: parts for key, parts in self.parts.items() if key not in other.certain}
        both = {key: (*kept.get(key, ()), *parts) for key, parts in other.parts.items()}
        inside = {key: (*self.inner.get(key, ()), *other.inner.get(key, ())) for key in {**self.inner, **other.inner}}
        return Assembled({**kept, **both}, self.certain | other.certain, inside)

    def perhaps(self, other: Assembled) -> Assembled:
        """This dict with another one that may be put into it."""
        return self.over(replace(other, certain=frozenset()))

    def beside(self, other: Assembled) -> Assembled:
        """This dict or another one."""
        return replace(self.perhaps(other), certain=self.certain & other.certain)


def entry(key: str, part: DictValue) -> Assembled:
    """A dict with one key."""
    return Assembled({key: (part,)}, frozenset({key}))


def inner(key: str, parts: Mapping[str, Iterable[DictValue]]) -> Assembled:
    """What puts keys into a value of a dict.

    Arguments:
        key: the key of that value.
        parts: the values that each key put there may have.
    """
    return Assembled(inner={key: tuple((name, part) for name, each in parts.items() for part in each)})
