"""Events beside a definition: the two kinds of API differ on which routes SAM puts into it, and which it changes."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from migrator.concern import Step, View
from migrator.sam.template import Event
from migrator.text.node import boolean
from migrator.text.operations import Insert
from migrator.text.values import attribute, entries_of, get, substitution

from ..reading.definition import held, merges, merging, overriding
from ..reading.document import Document, Operation
from .codes import DEFINITION_ROUTE

MERGED = frozenset({"type", "uri", "httpMethod", "payloadFormatVersion"})
"""Settings of an integration that SAM writes alike when it merges an event into it; it overwrites the others."""
OF_HTTP_APIS = frozenset({
    "connectionId", "connectionType", "credentials", "requestParameters", "responseParameters", "timeoutInMillis", "tlsConfig",
})  # fmt: skip
"""Settings of an integration that mean something on an HTTP API. SAM leaves what a definition says there."""

ONE_PLACE = "Remove `Auth` from the event or `security` from the operation."
PERMISSION = "Put an AWS::Lambda::Permission in its place, or an event for each route that calls the function."
REMEDY = "Write the route with its integration in the definition, or remove the event, so that both say the same."


def _adds_auth(event: Event) -> bool:
    """Whether SAM adds a requirement to a route of an HTTP API because of an event: any Auth at all, by default."""
    return bool(entries_of(event.get("Auth")))


def to_http(view: View, found: Document, mocks: Collection[int]) -> Iterator[Step]:
    """Make sure that SAM does not add or change a route because an event names it.

    Arguments:
        mocks: the operations that answer CORS preflight, by identity.
    """
    merge = view.get("MergeDefinitions")
    for event in view.api.events:
        if event.path is None or event.method is None:
            continue
        operation = found.find(event.method, event.path)
        if merge is not None and boolean(merge) is None:
            what = "Whether SAM merges events into the definition is known only at deployment."
            yield view.find(DEFINITION_ROUTE, what, merge)
        else:
            yield from _beside(view, found, event, operation, is_mock=id(operation) in mocks)
        if operation is not None and _has_security(operation) and view.auth.own(event) is not None:
            yield _twice(view, event, event.label)


def _beside(view: View, found: Document, event: Event, operation: Operation | None, *, is_mock: bool) -> Iterator[Step]:
    label = event.label
    if is_mock:
        what = f"{label} is a mock in the definition, but event {event.name} would add a function to it."
        yield view.find(DEFINITION_ROUTE, what, event.node)
    elif merges(view):
        yield from _merged(view, event, operation, label)
    elif operation is None and not found.is_literal and "*" in (event.path or ""):
        what = f"Event {event.name} only lets the API call {event.owner.id} today; on an HTTP API it would become the route {label}."
        yield view.find(DEFINITION_ROUTE, what, event.node, remedy=PERMISSION)
    elif operation is None and not found.is_literal:
        what = f"{label} of event {event.name} is not in the definition, so it is not a route today; on an HTTP API it would become one."
        yield view.find(DEFINITION_ROUTE, what, event.node)


def _merged(view: View, event: Event, operation: Operation | None, label: str) -> Iterator[Step]:
    """With ``MergeDefinitions`` the event's function wins on a REST API, and the definition's target on an HTTP API."""
    if event.method == "ANY":
        yield view.find(DEFINITION_ROUTE, _unmerged(event, label), event.node)
    elif operation is None or operation.integration is None:
        return
    elif not _is_same(operation, event):
        what = f"{label} calls the function of event {event.name} today; on an HTTP API it would call what the definition says."
        yield view.find(DEFINITION_ROUTE, what, event.node)
    elif (ignored := next((key for key in operation.integration.entries() if key in OF_HTTP_APIS), None)) is not None:
        what = f"`{ignored}` of {label} has no effect today, since event {event.name} writes the integration; on an HTTP API it would take effect."
        remedy = f"Remove `{ignored}` from the definition."
        yield view.find(DEFINITION_ROUTE, what, operation.integration.get(ignored), remedy=remedy)


def _has_security(operation: Operation) -> bool:
    security = operation.node.get("security")
    return security is not None and bool(security.items or security.pairs)


def _twice(view: View, event: Event, label: str) -> Step:
    what = f"Both the definition and event {event.name} say who may call {label}."
    return view.find(DEFINITION_ROUTE, what, event.node, remedy=ONE_PLACE)


def _unmerged(event: Event, label: str) -> str:
    """SAM writes `any`, which is no method of OpenAPI."""
    return f"SAM does not merge {label} of event {event.name} in a way that API Gateway understands."


def to_rest(view: View, found: Document) -> Iterator[Step]:
    """Keep routes and their authorizers where an event, and not the definition, makes them."""
    merged = merging(view, found)
    for event in view.api.events:
        if merged and (obstacle := _obstacle(found, event)) is not None:
            yield view.find(DEFINITION_ROUTE, obstacle, event.node, remedy=REMEDY)
        operation = found.at(event)
        if operation is not None and operation.asks and _adds_auth(event):
            yield _twice(view, event, operation.label)
    for event in overriding(view, found):
        auth = event.get("Auth")
        if auth is not None:
            yield Insert(auth, "OverrideApiAuth", True)


def _obstacle(found: Document, event: Event) -> str | None:
    """Why SAM cannot merge an event into the definition of a REST API; None when it can, and nothing else comes of it."""
    if event.method is None or event.path is None:
        if event.get("Path") is not None:
            return None  # no literal path: said of every event
        return f"Event {event.name} is the catch-all route `$default`, which SAM cannot merge into a definition."
    label, there, exact = event.label, found.find(event.method, event.path), found.at(event)
    if there is not None and exact is None:
        return f"{label} of event {event.name} is spelled `{there.path}` in the definition; they are one route."
    if event.method == "ANY":
        return _unmerged(event, label)
    return _replaced(found, event, exact)


def _replaced(found: Document, event: Event, exact: Operation | None) -> str | None:
    """What SAM would write anew of an operation, and otherwise; None where that changes nothing."""
    label = event.label
    if exact is not None and exact.node.entries() and event.owner.node.get("Condition") is not None:
        return f"SAM cannot merge {label} of event {event.name}, whose function has a condition, into the operation that is already there."
    operation = held(found, event)
    if operation is None or operation.integration is None:
        return None
    # SAM writes the integration anew: it has to say what the definition says.
    lost = "the target"
    if _is_same(operation, event):
        other = next((key for key in operation.integration.entries() if key not in MERGED), None)
        if other is None:
            return None
        lost = f"`{other}`"
    return f"Events must be merged into the definition, and event {event.name} would replace {lost} of {label}."


def _is_same(operation: Operation, event: Event) -> bool:
    """Whether an operation calls an event's function, as SAM writes it where it publishes no alias."""
    uri = get(operation.integration, "uri")
    ending = f"functions/${{{event.owner.id}.Arn}}/invocations"
    text, own = substitution(uri) or ("", {})
    whole = (text.endswith(ending) and not own) or attribute(uri) == (event.owner.id, "Arn")
    return operation.kind == "aws_proxy" and whole and event.owner.properties.get("AutoPublishAlias") is None
