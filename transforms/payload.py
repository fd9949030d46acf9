"""Functions that get events of payload 2.0 from an HTTP API: one finding for each, whatever number of routes it has."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from migrator.concern import Move, Step
from migrator.sam.kinds import FUNCTION
from migrator.sam.template import Event
from migrator.text.tree import Node
from migrator.text.values import data, literal

from .access.functions import function_at
from .definition_events import event_of, held
from .event_codes import PAYLOAD
from .openapi_document import Operation, document, uploaded

FIRST = ("1.0", "1")
"""How the payload is written that is like the event of a REST API."""

FUNCTIONS = frozenset({FUNCTION, "AWS::Lambda::Function"})

NAMED = 3
"""Routes that a message names."""

SHIM = "Run again with `--shim`, which calls the handler through a module that translates events and answers. Or adapt"


@dataclass(frozen=True, eq=False)
class Use:
    """A route whose function gets payload 2.0.

    Arguments:
        function: its logical id; None when the template has none of it.
        label: the route as a person names it.
        node: where its format is said, or is not.
        setting: how it is said there.
        said: whether it is, or by SAM's default.
        group: what it has in common with other routes of the function.
    """

    function: str | None
    label: str
    node: Node
    setting: str
    said: bool
    group: str


def findings(move: Move) -> Iterator[Step]:
    """Report each function that gets payload 2.0 and is not proven to follow."""
    groups: dict[tuple[str, bool], list[Use]] = {}
    for use in (*_of_events(move), *_of_definition(move)):
        if not move.follows(use.function):
            groups.setdefault((use.group, use.said), []).append(use)
    for uses in groups.values():
        first = uses[0]
        routes = ", ".join(use.label for use in uses[:NAMED])
        routes += f" and {len(uses) - NAMED} more" if len(uses) > NAMED else ""
        what = "gets events of payload 2.0" if first.said else "is not said to get events of payload 1.0"
        message = f"{first.function} {what} on {routes}." if first.function else f"The function of {routes} {what}."
        about = frozenset[str]().union(*(move.subjects_of(use.node) for use in uses))
        yield move.find(
            PAYLOAD, f"{message}{move.why(first.function)}", first.node, remedy=_remedy(move, first), about=about
        )


def _remedy(move: Move, use: Use) -> str:
    adapt = PAYLOAD.remedy.replace("PayloadFormatVersion", use.setting)
    found = move.following.get(use.function or "")
    if found is None or not found.wraps or move.options.shim:
        return adapt
    return f"{SHIM}{adapt.removeprefix('Adapt')}"


def _of_events(move: Move) -> Iterator[Use]:
    body = document(move)
    for event in () if uploaded(move) else move.api.events:
        version = event.properties.get("PayloadFormatVersion") if event.properties is not None else None
        if version.text not in FIRST if version is not None else held(body, event) is None:
            label = f"{event.method or 'ANY'} {event.path or '$default'}"
            yield Use(event.owner.id, label, version or event.node, "PayloadFormatVersion", True, event.owner.id)


def _of_definition(move: Move) -> Iterator[Use]:
    """What an event says goes over the definition (SAM)."""
    body = document(move)
    for operation in body.operations if body is not None else ():
        node = operation.integration
        if node is None or operation.kind != "aws_proxy" or _says_version(event_of(move, operation)):
            continue
        version, uri = node.get("payloadFormatVersion"), node.get("uri")
        if version is None or literal(version) not in FIRST:
            function = function_behind(move, operation)
            group = function or json.dumps(data(uri) if uri is not None else None, default=str)
            said = version is not None
            yield Use(function, operation.label, version or node, "payloadFormatVersion", said, group)


def function_behind(move: Move, operation: Operation) -> str | None:
    """The function of the template that an operation of the definition calls; None when it is another, or cannot be told."""
    uri = operation.integration.get("uri") if operation.integration is not None else None
    name = function_at(move.template, uri)
    return name if name is not None and move.template.resources[name].type in FUNCTIONS else None


def _says_version(event: Event | None) -> bool:
    properties = event.properties if event is not None else None
    return properties is not None and properties.get("PayloadFormatVersion") is not None
