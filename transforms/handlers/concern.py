"""The code behind an API: says which functions follow it to another event format, and changes code in the template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from migrator.concern import Concern, Step, View, fact
from migrator.findings import Level
from migrator.text.node import Node

from ..access.authorizers import authorizers
from ..access.fact import LambdaAuthorizer
from ..routes.payload import calls
from . import unread
from .finder_codes import HANDLER_FOLLOWS, HANDLER_UNPROVEN
from .roles import asked, format_of

GETS: Mapping[str, str] = {"http": "payload 2.0", "rest": "the events of a REST API"}
"""What functions get whose code follows, by the kind that the API becomes."""


def to_http(view: View) -> Iterator[Step]:
    """Report each route and authorizer that gets payload 2.0 or cannot, and write the new code of the template."""
    yield from _followed(view)
    far = any(following.changes for following in view.following.values())
    yield from unread.report(view, _places(view), "rest" if far else None)


def to_rest(view: View) -> Iterator[Step]:
    """Report each function whose code follows; one that does not is reported where its format is."""
    yield from _followed(view)
    far = any(format_of(event) == "2.0" for event in view.api.events)
    yield from unread.report(view, _places(view), "2.0" if far else None)


def _followed(view: View) -> Iterator[Step]:
    """What becomes of the code of each function, and of its events."""
    for name, nodes in _places(view).items():
        following = view.following.get(name)
        if following is None:
            continue
        yield from following.operations
        for finding in following.findings:
            file = finding.file if finding.file != view.template.source.path else None
            yield replace(finding, api=view.api.id, file=file)
        if not following.changes:
            continue
        if following.follows:
            what = f"{name} gets {GETS[view.kind.name]} from now on; its code follows."
            yield view.find(HANDLER_FOLLOWS, what, nodes[0], about=_about(view, nodes))
        elif view.kind.name == "http":
            what = f"{name} {following.reason}. It keeps payload 1.0."
            level = None if following.level is Level.WARNING else following.level
            yield view.find(HANDLER_UNPROVEN, what, nodes[0], level=level)


def _about(view: View, nodes: list[Node]) -> frozenset[str]:
    """The routes and authorizers that places of the template stand for."""
    return frozenset().union(*(view.subjects_of(node) for node in nodes))


@fact
def _places(view: View) -> Mapping[str, list[Node]]:
    """Where the template says which events a function gets: its events, and the authorizers that it is."""
    found: dict[str, list[Node]] = {}
    for event in view.api.events:
        found.setdefault(event.owner.id, []).append(event.node)
    for call in calls(view):
        found.setdefault(call.function, []).append(call.operation.node)
    for one in authorizers(view):
        for name in asked(view, one) if isinstance(one, LambdaAuthorizer) else ():
            found.setdefault(name, []).append(one.origin.node)
    return found


CONCERN = Concern("handlers", to_http, to_rest=to_rest)
