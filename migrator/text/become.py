"""Turn a map into a wanted one: the operations that lead there and keep every byte that may stay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, Union

from .changes import Fragment, Insert, Operation, Remove, RenameKey, SetValue
from .lines import spliced
from .meaning import says
from .node import Node
from .values import Tagged, Value, intrinsic, is_map


@dataclass(frozen=True, eq=False)
class Moved:
    """A value that takes the place of another key of the same map.

    Arguments:
        was: the key that stands there.
        value: what stands there then.
    """

    was: str
    value: Wanted


@dataclass(frozen=True, eq=False)
class RewrittenText:
    """A text with other words in it: edited where it stands, written out where it is copied to.

    Arguments:
        node: a text, or an intrinsic whose argument is one or begins with one.
        scalar: the text.
        parts: ranges of the text in order, and what stands in the place of each.
    """

    node: Node
    scalar: Node
    parts: tuple[tuple[int, int, str], ...]

    @property
    def value(self) -> Value:
        """The text written out, within its intrinsic."""
        text = spliced(self.scalar.text, self.parts)
        call = intrinsic(self.node)
        if call is None:
            return text
        return Tagged(call.name, [text, *call.argument.elements()[1:]] if call.text is None else text)


@dataclass(frozen=True, eq=False)
class Chosen:
    """An ``Fn::If`` whose branches become something each.

    Arguments:
        node: the call as it stands.
        branches: what its second and third argument become.
    """

    node: Node
    branches: tuple[Wanted, Wanted]


Wanted: TypeAlias = Union[Value, Moved, RewrittenText, Chosen, "Mapping[str, Wanted]"]
"""What something shall become: a value, in which `Moved` marks keys that take the place of others."""


def _unmarked(wanted: Wanted) -> Wanted:
    """What something shall become, whichever key it takes the place of."""
    return wanted.value if isinstance(wanted, Moved) else wanted


def settled(wanted: Wanted) -> Value:
    """A wanted value as a value: marks taken off, texts written out.

    Arguments:
        wanted: what something shall become.
    """
    if isinstance(wanted, Moved):
        return settled(wanted.value)
    if isinstance(wanted, RewrittenText):
        return wanted.value
    if isinstance(wanted, Chosen):
        return Tagged("If", [_arguments(wanted.node)[0], *map(settled, wanted.branches)])
    if isinstance(wanted, Mapping):
        return {key: settled(inner) for key, inner in wanted.items()}
    return wanted


def become(node: Node, wanted: Mapping[str, Wanted]) -> Iterator[Operation]:
    """Operations that turn a map into another.

    Arguments:
        node: a map as it stands; what it takes from elsewhere by merge keys counts as its own.
        wanted: its entries afterwards; a value that is the very node that stands there stays as it is.
    """
    own = {pair.key.read().text: pair.value for pair in node.pairs}
    effective = node.entries()
    used: set[str] = set()
    previous: str | None = None
    first = next((key for key in wanted if key in own), None) or next(iter(own), None)
    for key, value in wanted.items():
        old = value.was if isinstance(value, Moved) and value.was in effective else key
        if effective.get(old) is value:
            used.add(old)
            previous = old
        elif old in own:
            used.add(old)
            if old != key:
                yield RenameKey(node, old, key)
            yield from assign(own[old], _unmarked(value))
            previous = old
        elif previous is None:
            yield Insert(node, key, settled(value), before=first)
        else:
            yield Insert(node, key, settled(value), after=previous)
            previous = key
    for key in effective:
        if key not in used:
            yield Remove(node, key)


def entry(node: Node, key: str, wanted: Wanted) -> Iterator[Operation]:
    """Operations that give one entry of a map a value.

    Arguments:
        node: a map as it stands.
        key: the entry; it need not be there.
        wanted: what stands there then.
    """
    pair = node.pair(key)
    if pair is None:
        yield Insert(node, key, settled(wanted))
    else:
        yield from assign(pair.value, wanted)


def assign(site: Node, wanted: Wanted) -> Iterator[Operation]:
    """Operations that turn a value into another.

    Arguments:
        site: the value as it stands.
        wanted: what stands there then.
    """
    if wanted is site or wanted is site.read():
        return
    if isinstance(wanted, RewrittenText) and wanted.node is site:
        yield from (Fragment(wanted.scalar, *part) for part in wanted.parts)
        return
    if isinstance(wanted, Chosen) and wanted.node is site:
        for branch, each in zip(_arguments(site)[1:], wanted.branches, strict=True):
            yield from assign(branch, each)
        return
    if isinstance(wanted, Node) and wanted.start < 0 and is_map(wanted):
        wanted = dict(wanted.entries())  # merged from Globals and the resource: compared key by key
    if isinstance(wanted, Mapping) and wanted and site.kind == "mapping" and is_map(site) and _keeps(site, wanted):
        yield from become(site, wanted)
    elif site.kind == "alias" or not says(site, settled(wanted)):
        yield SetValue(site, settled(wanted))


def _arguments(node: Node) -> Sequence[Node]:
    """The three arguments of an ``Fn::If``."""
    call = intrinsic(node)
    return call.argument.items if call is not None else ()


def _keeps(site: Node, wanted: Mapping[str, Wanted]) -> bool:
    """Whether it is worth to edit inside a map, and possible.

    One between brackets that keeps nothing is better written anew; what comes from elsewhere by a merge key cannot be
    changed here.
    """
    own = {pair.key.name for pair in site.pairs}
    if any(wanted.get(key) is not node for key, node in site.entries().items() if key not in own):
        return False
    entries = site.entries().values()
    if not site.is_flow or any(_stays(node, wanted) for node in entries):
        return True
    # All of a JSON document stands between brackets, mostly on lines of its own.
    return site.root.is_flow and any(_keeps_within(node, wanted) for node in entries)


def _keeps_within(node: Node, wanted: Mapping[str, Wanted]) -> bool:
    """Whether a map that stands in another keeps something where it is."""
    value = _unmarked(wanted[str(node.key)]) if node.key in wanted else None
    return is_map(node) and isinstance(value, Mapping) and _keeps(node, value)


def _stays(node: Node, wanted: Mapping[str, Wanted]) -> bool:
    values = map(_unmarked, wanted.values())
    stay = (value.node if isinstance(value, (RewrittenText, Chosen)) else value for value in values)
    return any(value is node or says(node, settled(value)) for value in stay)
