"""Routes that stay on the old API, because something that an API of the other kind cannot do is about them alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..findings import Finding
from ..migration import Migration, Status
from ..sam.template import Api, Event, Template
from ..subjects import defined_routes, routes_of
from ..text.node import Node
from ..text.operations import Operation, Remove
from .codes import SPLIT
from .rounds import Rounds
from .telling import said

OF_KEYS = {"usage-plan": "api-keys"}
"""Findings that say nothing of the routes that move, once those of another code have stayed."""


@dataclass(frozen=True)
class Held:
    """The routes of one API that stay.

    Arguments:
        api: its logical id.
        routes: their names, each with the codes of what holds it.
    """

    api: str
    routes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def settled(self) -> frozenset[str]:
        """Codes that say nothing any more."""
        codes = {code for held in self.routes.values() for code in held}
        return frozenset(code for code, of in OF_KEYS.items() if of in codes)


def held_back(template: Template, found: Migration) -> Iterator[Held]:
    """Find the routes without which APIs could move.

    Arguments:
        template: the template.
        found: what became of it; the APIs that are blocked are looked at.
    """
    for outcome in found.apis:
        api = template.apis.get(outcome.id)
        if api is None or outcome.status is not Status.BLOCKED:
            continue
        blockers = [f for f in found.findings if f.blocks and f.api == outcome.id]
        routes = _routes(template, api, blockers)
        if routes and routes.keys() < set(_all(template, api)):
            yield Held(api.id, routes)


def without_routes(rounds: Rounds, held: Sequence[Held]) -> Rounds:
    """The template without routes.

    Arguments:
        rounds: the template.
        held: the routes.

    Raises:
        EditError: they cannot be taken out.
    """
    template = rounds.template
    return rounds.carried_out(template, [o for each in held for o in _taken_out(template, each)], "split")


def paths_of(template: Template, held: Sequence[Held]) -> tuple[tuple[str | int, ...], ...]:
    """Where routes stand.

    Arguments:
        template: the template.
        held: the routes.
    """
    return tuple(node.path() for each in held for node in _places(template, each))


def told(template: Template, held: Sequence[Held]) -> Iterator[Finding]:
    """What there is to know of routes that stay.

    Arguments:
        template: the template.
        held: the routes.
    """
    for each in held:
        api = template.apis[each.api]
        places = {name: node for node, names in _named(template, api) for name in names}
        for name, codes in each.routes.items():
            message = f"{name} stays on {each.api} alone: {', '.join(codes)}."
            yield said(template, SPLIT, each.api, message, places.get(name))


def _routes(template: Template, api: Api, blockers: Sequence[Finding]) -> dict[str, tuple[str, ...]]:
    """The routes that blockers are about, each with their codes; none where one is about more than routes."""
    found: dict[str, dict[str, None]] = {}
    for finding in blockers:
        names = _about(template, api, finding)
        if not names and OF_KEYS.get(finding.code.name) not in {b.code.name for b in blockers}:
            return {}
        for name in names:
            found.setdefault(name, {})[finding.code.name] = None
    return {name: tuple(codes) for name, codes in found.items()}


def _about(template: Template, api: Api, finding: Finding) -> frozenset[str]:
    """The routes that a finding is about: those whose event, operation or function it stands in."""
    if finding.file is not None:
        return frozenset()
    for node, names in _named(template, api):
        if finding.path[: len(node.path())] == node.path():
            return names
    owned = (names for event, names in _of_events(api) if finding.path[:2] == ("Resources", event.owner.id))
    return frozenset[str]().union(*owned)


def _of_events(api: Api) -> Iterator[tuple[Event, frozenset[str]]]:
    yield from ((event, routes_of(event)) for event in api.events)


def _named(template: Template, api: Api) -> Iterator[tuple[Node, frozenset[str]]]:
    """What makes routes of an API within the template, each with their names."""
    yield from ((event.node, names) for event, names in _of_events(api))
    if api.id not in template.definitions:
        yield from ((node, frozenset({name})) for name, node in defined_routes(api, None))


def _all(template: Template, api: Api) -> Iterator[str]:
    yield from (name for _, names in _named(template, api) for name in names if not name.startswith("OPTIONS "))


def _places(template: Template, held: Held) -> Iterator[Node]:
    for node, names in _named(template, template.apis[held.api]):
        if not names.isdisjoint(held.routes):
            yield node


def _taken_out(template: Template, held: Held) -> Iterator[Operation]:
    for node in _places(template, held):
        if node.parent is not None:
            yield Remove(node.parent, str(node.key))
