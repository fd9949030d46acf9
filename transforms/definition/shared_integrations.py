"""Integrations that operations of an HTTP API share by a reference, as they have to in large definitions: a REST API has each in its operation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from migrator.concern import Step, View
from migrator.findings import Code, Example, Level
from migrator.sam.extensions import SHARED_INTEGRATIONS
from migrator.text.node import Node
from migrator.text.operations import Insert, Remove, SetValue
from migrator.text.values import Value, entries_of

from .. import pages
from ..reading.definition import checked
from ..reading.document import Operation
from ..reading.sharing import SharedIntegration
from ..several import SaidOfRoutes
from .codes import REVIEW

SHARED_INTEGRATION = Code(
    "shared-integration",
    Level.INFO,
    "Operations of the definition share an integration.",
    "Only HTTP APIs read `x-amazon-apigateway-integrations`, of which they have at most 300; routes may share them. A REST API needs the "
    "integration of each operation in the operation itself.",
    REVIEW,
    pages.OPENAPI,
    Example(
        "x-amazon-apigateway-integration: {$ref: '#/components/x-amazon-apigateway-integrations/orders'}",
        "x-amazon-apigateway-integration: {type: aws_proxy, …}",
    ),
)


def written_out(operation: Operation, steps: Iterable[Step | SaidOfRoutes]) -> Iterator[Step | SaidOfRoutes]:
    """Write what becomes of a shared integration into the operation that refers to it.

    Arguments:
        steps: what is to become of its integration, which stays where it stands.
    """
    wanted, others = settled(operation.integration, steps)
    yield from others
    if operation.reference is not None:
        yield SetValue(operation.reference, wanted)


def referring(
    operation: Operation, shared: SharedIntegration, steps: Iterable[Step | SaidOfRoutes]
) -> Iterator[Step | SaidOfRoutes]:
    """Write the reference to a shared integration in the place of the operation's own.

    Arguments:
        shared: what it refers to from now on.
        steps: what would become of its own.
    """
    yield from settled(operation.integration, steps)[1]
    if operation.integration is not None:
        yield SetValue(operation.integration, shared.reference)


def settled(
    node: Node | None, steps: Iterable[Step | SaidOfRoutes]
) -> tuple[dict[str, Value], list[Step | SaidOfRoutes]]:
    """What an integration holds in the end, and what else is stated.

    Arguments:
        node: the integration as it stands.
        steps: what is to become of it, and what is said of it.
    """
    wanted: dict[str, Value] = {**entries_of(node)}
    others: list[Step | SaidOfRoutes] = []
    for step in steps:
        if isinstance(step, Remove) and step.mapping is node:
            wanted.pop(step.key, None)
        elif isinstance(step, Insert) and step.mapping is node:
            wanted[step.key] = step.value
        elif isinstance(step, SetValue) and step.node.parent is node:
            wanted[str(step.node.key)] = step.value
        else:
            others.append(step)
    return wanted, others


def removed(view: View, components: Node) -> Iterator[Step]:
    """Take the shared integrations away, which stand in the operations then.

    Arguments:
        components: the components of the definition.
    """
    if (node := components.get(SHARED_INTEGRATIONS)) is not None:
        what = "Each operation that refers to a shared integration gets its own copy."
        yield view.find(SHARED_INTEGRATION, what, node)
        yield from checked(view, SHARED_INTEGRATIONS, node)
        yield Remove(components, SHARED_INTEGRATIONS)
