"""Routes that stay on the old API, because something that an API of the other kind cannot do is about them alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..findings import Finding
from ..migration import Migration, Status
from ..sam.definitions import INCLUDED, UPLOADED, Definition
from ..sam.template import Api, Event, Template
from ..subjects import defined_routes, routes_of
from ..text.edits import plan, splice
from ..text.node import Node
from ..text.operations import Operation, Remove, combine
from .codes import SPLIT
from .rounds import Rounds, checked
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
    out = rounds.carried_out(template, [o for each in held for o in _taken_out(template, each, None)], "split")
    files = {each.api: template.definitions[each.api] for each in held if each.api in template.definitions}
    texts = {
        file.source.path: _without(file, [o for each in held for o in _taken_out(template, each, file)])
        for file in files.values()
    }
    return replace(out, first=replace(out.first, instead=tuple({**dict(out.first.instead), **texts}.items())))


def _without(file: Definition, operations: Sequence[Operation]) -> str:
    outcome = combine(operations)
    text = splice(file.source.text, list(plan(file.source, file.root, outcome)))
    checked(file.root, replace(file.source, text=text), outcome)
    return text


def paths_of(template: Template, held: Sequence[Held]) -> tuple[tuple[str | int, ...], ...]:
    """Where routes stand.

    Arguments:
        held: the routes.
    """
    return tuple(_path(template, each.api, node) for each in held for node in _places(template, each))


def _path(template: Template, api: str, node: Node) -> tuple[str | int, ...]:
    """Where a route stands: one of a file as if the file stood where the API names it."""
    file = template.definitions.get(api)
    if file is None or node.root is not file.root:
        return node.path()
    return ("Resources", api, "Properties", INCLUDED if file.place.included else UPLOADED[0], *node.path())


def told(template: Template, held: Sequence[Held]) -> Iterator[Finding]:
    """What there is to know of routes that stay.

    Arguments:
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
    order = dict.fromkeys(name for _, names in _named(template, api) for name in sorted(names))
    return {name: tuple(found[name]) for name in order if name in found}


def _about(template: Template, api: Api, finding: Finding) -> frozenset[str]:
    """The routes that a finding is about: those whose event, operation or function it stands in."""
    file = template.definitions.get(api.id)
    if finding.file is not None and (file is None or finding.file != file.source.path):
        return frozenset()
    root = template.root if finding.file is None or file is None else file.root
    for node, names in _named(template, api):
        if node.root is root and finding.path[: len(node.path())] == node.path():
            return names
    if finding.file is not None:
        return frozenset()
    owned = (names for event, names in _of_events(api) if finding.path[:2] == ("Resources", event.owner.id))
    return frozenset[str]().union(*owned)


def _of_events(api: Api) -> Iterator[tuple[Event, frozenset[str]]]:
    yield from ((event, routes_of(event)) for event in api.events)


def _named(template: Template, api: Api) -> Iterator[tuple[Node, frozenset[str]]]:
    """What makes routes of an API, each with their names."""
    yield from ((event.node, names) for event, names in _of_events(api))
    yield from ((node, frozenset({name})) for name, node in defined_routes(template.definition_of(api)))


def _all(template: Template, api: Api) -> Iterator[str]:
    yield from (name for _, names in _named(template, api) for name in names if not name.startswith("OPTIONS "))


def _places(template: Template, held: Held) -> Iterator[Node]:
    for node, names in _named(template, template.apis[held.api]):
        if not names.isdisjoint(held.routes):
            yield node


def _taken_out(template: Template, held: Held, file: Definition | None) -> Iterator[Operation]:
    root = template.root if file is None else file.root
    for node in _places(template, held):
        if node.parent is not None and node.root is root:
            yield Remove(node.parent, str(node.key))
