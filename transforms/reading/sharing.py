"""Operations of a large definition that call the same: an HTTP API has integrations for few routes, which may share them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from migrator.concern import View, fact
from migrator.sam.extensions import SHARED_INTEGRATIONS
from migrator.sam.quotas import INTEGRATIONS
from migrator.sam.template import Event
from migrator.text.meaning import data, long_form
from migrator.text.node import Node
from migrator.text.values import is_map

from .definition import count, document, event_of, uploaded
from .document import Document, Operation, texts
from .functions import functions_in

PROXIES = frozenset({"aws_proxy", "http_proxy"})


@dataclass(frozen=True, eq=False)
class SharedIntegration:
    """One integration of several operations.

    Arguments:
        name: its key below ``components``.
        first: the operation whose integration the others repeat.
        operations: all of them.
    """

    name: str
    first: Operation
    operations: tuple[Operation, ...]

    @property
    def reference(self) -> Mapping[str, str]:
        """What stands in the place of the integration."""
        return {"$ref": f"#/components/{SHARED_INTEGRATIONS}/{self.name}"}


@fact
def shared(view: View) -> tuple[SharedIntegration, ...]:
    """What operations have to share on an HTTP API; nothing where each may keep an integration of its own.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integrations.html
    """
    found = document(view)
    if view.api.kind == "http" or found is None or count(view) <= INTEGRATIONS or not _has_room(found):
        return ()
    groups: dict[str, list[Operation]] = {}
    for operation in found.operations:
        node = operation.integration
        if node is not None and _may_move(view, operation, node):
            groups.setdefault(repr(long_form(data(node))), []).append(operation)
    several = [tuple(group) for group in groups.values() if len(group) > 1]
    names = _names(view, [group[0] for group in several])
    return tuple(SharedIntegration(name, group[0], group) for name, group in zip(names, several, strict=True))


def shares(view: View, event: Event) -> bool:
    """Whether the route of an event gets a shared integration, beside which SAM must write no payload version."""
    return (event.method, event.path) in _routes(view) and not uploaded(view)


@fact
def _routes(view: View) -> frozenset[tuple[str | None, str | None]]:
    return frozenset((op.method, op.path) for each in shared(view) for op in each.operations)


@fact
def integrations(view: View) -> int:
    """How many integrations the HTTP API gets for the routes of an API."""
    return count(view) - sum(len(each.operations) - 1 for each in shared(view))


def _has_room(found: Document) -> bool:
    """Whether ``components`` can be written, and holds no such integrations already, which a REST API ignores."""
    components = found.body.get("components")
    return components is None or (is_map(components) and components.get(SHARED_INTEGRATIONS) is None)


def _may_move(view: View, operation: Operation, node: Node) -> bool:
    """Whether an integration means the same elsewhere: SAM writes the payload 2.0 of an event beside the reference."""
    event = event_of(view, operation)
    follows = event is not None and view.follows(event.owner.id)
    streams = any("response-streaming-invocations" in text for text in texts(node))
    moves = any(reference.name.startswith(view.api.id) for reference in view.template.references_in(node))
    return operation.kind in PROXIES and not (follows or streams or moves)


def _names(view: View, firsts: list[Operation]) -> list[str]:
    """A name for each integration: the function that it calls, where that is one and no other has its name."""
    called = [functions_in(view.template, op.integration) if op.integration is not None else [] for op in firsts]
    names = [each[0] if len(each) == 1 else "" for each in called]
    return [
        name if names.count(name) == 1 and name and not name.startswith("Integration") else f"Integration{number}"
        for number, name in enumerate(names, start=1)
    ]
