"""The definition of an API: where it stands, its routes, and the events that SAM merges into it or ignores next to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from migrator.concern import AWS_IAM, Step, View, fact
from migrator.sam.definitions import place
from migrator.sam.extensions import SHARED_INTEGRATIONS
from migrator.sam.template import Api, Event
from migrator.text.node import Node, boolean
from migrator.text.values import get, given, is_list, is_map, items_of, literal

from ..codes import DEFINITION_BODY
from .document import Document, Operation, normal, read


def held(found: Document | None, event: Event) -> Operation | None:
    """The operation of the definition that says where an event's route leads; None when SAM makes it from the event."""
    operation = found.at(event) if found is not None else None
    whole = operation is not None and operation.integration is not None and bool(operation.integration.entries())
    return operation if whole else None


def event_of(view: View, operation: Operation) -> Event | None:
    """The event of which SAM puts something into an operation: one that names its route, and reaches the definition."""
    return None if uploaded(view) else _by_route(view).get((operation.method, operation.path))


@fact
def _by_route(view: View) -> Mapping[tuple[str | None, str | None], Event]:
    return {(event.method, event.path): event for event in reversed(view.api.events)}


def merging(view: View, found: Document | None) -> bool:
    """Whether events have to be merged into the definition: a REST API gets no routes from them otherwise (T34)."""
    return found is not None and (_lacks_routes(view) if found is document(view) else _lacks(view, found))


@fact
def _lacks_routes(view: View) -> bool:
    found = document(view)
    return found is not None and _lacks(view, found)


def _lacks(view: View, found: Document) -> bool:
    events = () if uploaded(view) else view.api.events
    return any(held(found, event) is None for event in events)


def overriding(view: View, found: Document) -> list[Event]:
    """Events whose Auth is in force beside the definition and has to say so for a REST API (T7)."""
    return [] if uploaded(view) or merging(view, found) else [event for event in view.api.events if has_auth(event)]


def has_auth(event: Event) -> bool:
    """Whether an event says who may call its route."""
    auth = event.get("Auth")
    if auth is None or not is_map(auth):
        return False
    authorizer, scopes = auth.get("Authorizer"), auth.get("AuthorizationScopes")
    return some_scopes(scopes) or given(authorizer) is not None


def some_scopes(scopes: Node | None) -> bool:
    """Whether scopes are asked for: an empty list asks for none."""
    return given(scopes) is not None and (not is_list(scopes) or bool(items_of(scopes)))


def signed(view: View, event: Event) -> bool:
    """Whether an event itself asks for IAM signatures."""
    auth = view.auth.own(event)
    return auth is not None and literal(auth.get("Authorizer")) == AWS_IAM


@fact
def document(view: View) -> Document | None:
    """The definition of an API, in the template or a file of its own; None when it has none that is a map."""
    file = view.template.definitions.get(view.api.id)
    body = file.root if file is not None else view.get("DefinitionBody")
    if body is None or not is_map(body):
        return None
    found = replace(read(body), file=file)
    if view.api.kind == "http" and (shared := body.get("components", SHARED_INTEGRATIONS)) is not None:
        return replace(found, operations=tuple(_resolved(operation, shared) for operation in found.operations))
    return found


def _resolved(operation: Operation, shared: Node) -> Operation:
    """An operation with the integration that it refers to."""
    node = operation.integration
    start, _, name = (literal(get(node, "$ref")) or "").rpartition("/")
    there = shared.get(name) if start == f"#/components/{SHARED_INTEGRATIONS}" else None
    return replace(operation, integration=there, reference=node) if there is not None and is_map(there) else operation


def operations(view: View) -> Sequence[Operation]:
    """The operations of the API's definition; none without one."""
    found = document(view)
    return found.operations if found is not None else ()


def is_defined(api: Api) -> bool:
    """Whether an API has a definition of its own, which need not be read here."""
    return any(api.properties.get(key) is not None for key in ("DefinitionBody", "DefinitionUri"))


@fact
def uploaded(view: View) -> bool:
    """Whether ``DefinitionUri`` names the definition: SAM adds no route of an event to it, whether it can be read here or not."""
    found = place(view.api.properties)
    return found is not None and not found.included


@fact
def routes(view: View) -> Sequence[tuple[str, str]]:
    """Method and path of every route of an API: its events, and the operations of its definition but for CORS mocks."""
    found = [
        (event.method, event.path) for event in view.api.events if event.method is not None and event.path is not None
    ]
    found += [(op.method, op.path) for op in operations(view) if op.kind != "mock"]
    return list({(method, normal(path)): (method, path) for method, path in reversed(found)}.values())[::-1]


@fact
def count(view: View) -> int:
    """How many routes an API has: those of its definition, else its events."""
    return len(routes(view)) if document(view) is not None else len(view.api.events)


@fact
def merges(view: View) -> bool:
    """Whether SAM merges the events of the API into its definition."""
    return boolean(view.get("MergeDefinitions")) is True


def checked(view: View, what: str, node: Node) -> Iterator[Step]:
    """Refuse to write a part anew elsewhere that refers to the API itself.

    Arguments:
        what: its name.
        node: the part as it stands.
    """
    scalars = {id(inner) for inner in node.walk()}
    names = [r for r in view.template.references if r.name.startswith(view.api.id) and id(r.scalar) in scalars]
    if names:
        what = f"`{what}` refers to {names[0].name} and must move."
        yield view.find(
            DEFINITION_BODY, what, names[0].scalar, remedy="Convert the definition to OpenAPI 3 first, and run again."
        )
