"""Events beside the definition of an HTTP API: SAM puts routes that it lacks into it, and changes those that it has."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import Step, View
from migrator.sam.template import Event
from migrator.text.operations import Insert
from migrator.text.tree import Node
from migrator.text.values import attribute, intrinsic, is_map

from ..reading.definition import held, merging, overriding
from ..reading.document import Document
from .codes import DEFINITION_ROUTE

MERGED = frozenset({"type", "uri", "httpMethod", "payloadFormatVersion"})
"""Settings of an integration that SAM writes alike when it merges an event into it; it overwrites the others."""

ONE_PLACE = "Remove `Auth` from the event or `security` from the operation."
REMEDY = "Write the route with its integration in the definition, or remove the event, so that both say the same."


def _adds_auth(event: Event) -> bool:
    """Whether SAM adds a requirement to a route of an HTTP API because of an event: any Auth at all, by default."""
    auth = event.get("Auth")
    return auth is not None and is_map(auth) and bool(auth.entries())


def to_rest(view: View, found: Document) -> Iterator[Step]:
    """Keep routes and their authorizers where an event, and not the definition, makes them."""
    merges = merging(view, found)
    for event in view.api.events:
        if merges and (obstacle := _obstacle(found, event)) is not None:
            yield view.find(DEFINITION_ROUTE, obstacle, event.node, remedy=REMEDY)
        operation = found.at(event)
        if operation is not None and operation.asks and _adds_auth(event):
            what = f"Both the definition and event {event.name} say who may call {operation.label}."
            yield view.find(DEFINITION_ROUTE, what, event.node, remedy=ONE_PLACE)
    for event in overriding(view, found):
        auth = event.get("Auth")
        if auth is not None:
            yield Insert(auth, "OverrideApiAuth", True)


def _obstacle(found: Document, event: Event) -> str | None:
    """Why SAM cannot merge an event into the definition of a REST API; None when it can, and nothing else comes of it."""
    if event.method is None or event.path is None:
        if event.properties is not None and event.properties.get("Path") is not None:
            return None  # no literal path: said of every event
        return f"Event {event.name} is the catch-all `$default` beside a definition, which SAM cannot merge into one."
    label, there, exact = f"{event.method} {event.path}", found.find(event.method, event.path), found.at(event)
    if there is not None and exact is None:
        return f"{label} of event {event.name} is spelled `{there.path}` in the definition; they are one route."
    if event.method == "ANY":  # SAM writes `any`, which is no method of OpenAPI
        return f"SAM does not merge {label} of event {event.name} in a way that API Gateway understands."
    if exact is not None and exact.node.entries() and event.owner.node.get("Condition") is not None:
        return (
            f"SAM cannot merge {label} of event {event.name}, whose function has a condition, with what stands there."
        )
    operation = held(found, event)
    if operation is None or operation.integration is None:
        return None
    # SAM writes the integration anew: it has to say what the definition says.
    settings = operation.integration.entries()
    same = operation.kind == "aws_proxy" and _calls(settings.get("uri"), event)
    other = next((key for key in settings if key not in MERGED), None)
    if same and other is None:
        return None
    lost = f"`{other}`" if same else "its target"
    return f"Events have to be merged into the definition, and {label} would lose {lost} to event {event.name}."


def _calls(uri: Node | None, event: Event) -> bool:
    """Whether an address is that of an event's function, as SAM writes it where it publishes no alias."""
    call = intrinsic(uri)
    ending = f"functions/${{{event.owner.id}.Arn}}/invocations"
    by_address = call is not None and call.name == "Sub" and (call.text or "").endswith(ending)
    whole = by_address or attribute(uri) == (event.owner.id, "Arn")
    return whole and event.owner.properties.get("AutoPublishAlias") is None
