"""What a template consists of for SAM: resources, events of functions, and APIs."""

from __future__ import annotations

from dataclasses import dataclass

from ..text.node import Node, Pair
from ..text.values import is_list, is_map, literal
from .extensions import ANY_METHOD
from .kinds import ApiKind


@dataclass(frozen=True, eq=False)
class Resource:
    """One entry of ``Resources`` that is a mapping with a type."""

    id: str
    type: str
    node: Node
    local: Node | None
    """Its ``Properties`` as written, Globals left out."""
    properties: Node
    """Its effective properties, Globals merged in; a mapping that need not stand in the text."""

    def get(self, *keys: str) -> Node | None:
        """A property as written, Globals left out."""
        return self.local.get(*keys) if self.local is not None else None


CATCH_ALL = "$default"
"""The path of the route that SAM makes of an event of an HTTP API without a path."""
ANY = ("any", ANY_METHOD)
"""How SAM spells every method."""


@dataclass(frozen=True, eq=False)
class Event:
    """One API event of a function or state machine.

    Arguments:
        owner: the resource that handles it.
        name: its key under ``Events``.
        node: the mapping with ``Type`` and ``Properties``.
        kind: which kind of API it belongs to.
        properties: its ``Properties``; None without.
        api: logical id of its API; None when the reference is one that SAM refuses or that leads out of the template.
    """

    owner: Resource
    name: str
    node: Node
    kind: ApiKind
    properties: Node | None
    api: str | None

    def get(self, *keys: str) -> Node | None:
        """A property of the event."""
        return self.properties.get(*keys) if self.properties is not None else None

    @property
    def label(self) -> str:
        """The route as a person names it."""
        return f"{self.method} {self.path}"

    @property
    def path(self) -> str | None:
        """The route's path as written; None when there is none, also spelled out, or it is an intrinsic."""
        return None if self._spells_catch_all_out else literal(self.get("Path"))

    @property
    def method(self) -> str | None:
        """The route's method in upper case, ``ANY`` for every spelling of it; None like the path."""
        method = literal(self.get("Method"))
        if method is None or self._spells_catch_all_out:
            return None
        return "ANY" if method.lower() in (*ANY, "*") else method.upper()

    @property
    def is_catch_all(self) -> bool:
        """Whether it says nothing of its route, in whatever form, or spells out what SAM takes that for."""
        return self._spells_catch_all_out or (self.get("Path") is None and self.get("Method") is None)

    @property
    def _spells_catch_all_out(self) -> bool:
        method = (literal(self.get("Method")) or "").lower()
        return self.kind == "http" and literal(self.get("Path")) == CATCH_ALL and method in ANY


@dataclass(frozen=True, eq=False)
class Api:
    """An API of the template.

    Arguments:
        id: its logical id; ``ServerlessRestApi`` or ``ServerlessHttpApi`` for the implicit ones.
        kind: rest or http.
        resource: where it is written; None for an implicit one.
        properties: effective properties, Globals merged in.
        events: its events, in the order of the template.
    """

    id: str
    kind: ApiKind
    resource: Resource | None
    properties: Node
    events: tuple[Event, ...]

    @property
    def implicit(self) -> bool:
        """Whether SAM makes it up for events that name no API."""
        return self.resource is None

    @property
    def local(self) -> Node | None:
        """Its ``Properties`` as written."""
        return self.resource.local if self.resource is not None else None

    def attribute(self, name: str) -> Node | None:
        """What its resource says beside its properties, such as ``DeletionPolicy``."""
        return self.resource.node.get(name) if self.resource is not None else None

    @property
    def node(self) -> Node:
        """What a finding about the whole API points at: the resource, or the first event of an implicit API."""
        return self.resource.node if self.resource is not None else self.events[0].node


def merged(outer: Node, inner: Node) -> Node:
    """Properties as SAM merges Globals into a resource: maps deep, lists concatenated, anything else replaced.

    Source: SAM's globals documentation ("Overridable", "Additive"); an intrinsic counts as a value.
    """
    if is_map(outer) and is_map(inner):
        outers, inners = pairs_of(outer), pairs_of(inner)
        own = {key.text: (key, value) for key, value in inners}
        pairs = []
        for key, value in outers:
            if key.text in own:
                ours = own.pop(key.text)
                pairs.append(Pair(ours[0], merged(value, ours[1])))
            else:
                pairs.append(Pair(key, value))
        return made([*pairs, *(Pair(key, value) for key, value in own.values())])
    if is_list(outer) and is_list(inner):
        return Node("sequence", -1, -1, style="block", items=[*outer.elements(), *inner.elements()])
    return inner


def pairs_of(node: Node) -> list[tuple[Node, Node]]:
    """Effective entries with their keys, merge keys resolved."""
    keys = {pair.key.read().text: pair.key.read() for pair in node.read().pairs}
    return [(keys.get(name) or Node("scalar", -1, -1, text=name), value) for name, value in node.entries().items()]


def made(pairs: list[Pair]) -> Node:
    """A mapping that stands nowhere in the text."""
    return Node("mapping", -1, -1, style="block", pairs=pairs)
