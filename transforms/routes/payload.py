"""Functions that get events of payload 2.0 from an HTTP API: one finding for each, whatever number of routes it has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from migrator.concern import Step, View, fact
from migrator.sam.template import Event
from migrator.text.node import Node
from migrator.text.values import literal

from ..reading.definition import document, event_of, held, operations, uploaded
from ..reading.document import Operation
from ..reading.functions import functions_in
from ..several import SaidOfRoutes, together
from .codes import PAYLOAD

FIRST = ("1.0", "1")
"""How the payload is written that is like the event of a REST API."""


SHIM = "Run again with `--shim`, which calls the handler through a module that translates events and answers. Or adapt"


@dataclass(frozen=True, eq=False)
class PayloadUse:
    """A route whose function gets payload 2.0.

    Arguments:
        function: its logical id; None when the template has none of it.
        label: the route as a person names it.
        node: where its format is said, or is not.
        setting: how it is said there.
        said: whether it is, or by SAM's default.
    """

    function: str | None
    label: str
    node: Node
    setting: str
    said: bool = True


def findings(view: View) -> Iterator[Step]:
    """Report each function that gets payload 2.0 and is not proven to follow."""
    uses = (use for use in (*_of_events(view), *_of_definition(view)) if not view.follows(use.function))
    yield from together(
        view, (SaidOfRoutes(PAYLOAD, _text(view, use), use.label, use.node, _remedy(view, use)) for use in uses)
    )


def _text(view: View, use: PayloadUse) -> str:
    who, gets, where = use.function, "gets", f" on {{}}.{view.why(use.function)}"
    if use.function is None:
        who, gets, where = "the [function|functions] of {}", "[gets|get]", "."
    if not use.said:
        return f"The definition does not say that {who} {gets} payload 1.0{where}"
    return f"{use.function or 'The [function|functions] of {}'} {gets} events of payload 2.0{where}"


def _remedy(view: View, use: PayloadUse) -> str:
    adapt = PAYLOAD.remedy.replace("PayloadFormatVersion", use.setting)
    found = view.following.get(use.function or "")
    if found is None or not found.wraps or view.options.shim:
        return adapt
    return f"{SHIM}{adapt.removeprefix('Adapt')}"


def _of_events(view: View) -> Iterator[PayloadUse]:
    body = document(view)
    for event in () if uploaded(view) else view.api.events:
        version = _version(event)
        if version.text not in FIRST if version is not None else held(body, event) is None:
            label = f"{event.method or 'ANY'} {event.path or '$default'}"
            yield PayloadUse(event.owner.id, label, version or event.node, "PayloadFormatVersion")


def _of_definition(view: View) -> Iterator[PayloadUse]:
    called: dict[int, list[str]] = {}
    for call in calls(view):
        called.setdefault(id(call.operation), []).append(call.function)
    for operation, node in _proxies(view):
        event, version = event_of(view, operation), node.get("payloadFormatVersion")
        if _version(event) is not None or (version is not None and literal(version) in FIRST):
            continue  # what an event says goes over the definition (SAM)
        names = called.get(id(operation), [])
        function = names[0] if len(names) == 1 else None
        yield PayloadUse(function, operation.label, version or node, "payloadFormatVersion", version is not None)


def _version(event: Event | None) -> Node | None:
    return event.get("PayloadFormatVersion") if event is not None else None


def _proxies(view: View) -> Iterator[tuple[Operation, Node]]:
    for operation in operations(view):
        if operation.integration is not None and operation.kind == "aws_proxy":
            yield operation, operation.integration


# -- who is behind a definition -----------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Call:
    """A function of the template that an operation of a definition calls, or may.

    Arguments:
        function: its logical id.
        operation: the operation.
        first: whether an HTTP API sends it payload 1.0 there.
    """

    function: str
    operation: Operation
    first: bool


@fact
def calls(view: View) -> tuple[Call, ...]:
    """The functions of the template behind the definition of an API.

    A definition that API Gateway reads as it is names them by ARNs, which tell nothing here: it may call the functions
    that events let it call.
    """
    events = view.api.events if uploaded(view) else ()
    allowed: dict[tuple[str | None, str | None], list[str]] = {}
    for event in events:
        allowed.setdefault((event.method, event.path), []).append(event.owner.id)
    everywhere = [event.owner.id for event in events if event.is_catch_all]
    found = []
    for operation, node in _proxies(view):
        version = _version(event_of(view, operation)) or node.get("payloadFormatVersion")
        first = version is not None and version.text in FIRST
        names = [*functions_in(view.template, node), *allowed.get((operation.method, operation.path), ()), *everywhere]
        found += [Call(name, operation, first) for name in dict.fromkeys(names)]
    return tuple(found)
