"""Integrations that operations of an HTTP API share by a reference: a REST API has each in its operation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from migrator.concern import Step, View
from migrator.findings import Code, Example, Level
from migrator.text.node import Node
from migrator.text.operations import Insert, Remove, SetValue
from migrator.text.values import Value, entries_of

from .. import pages
from ..reading.definition import checked
from ..reading.document import SHARED, Operation
from ..several import SaidOfRoutes
from .codes import REVIEW

SHARED_INTEGRATION = Code(
    "shared-integration",
    Level.INFO,
    "Operations of the definition share an integration.",
    "Only HTTP APIs read `x-amazon-apigateway-integrations`. A REST API needs the integration of each operation in the operation itself.",
    REVIEW,
    pages.OPENAPI,
    Example(
        "x-amazon-apigateway-integration: {$ref: '#/components/x-amazon-apigateway-integrations/orders'}",
        "x-amazon-apigateway-integration: {type: aws_proxy, …}",
    ),
    only="to-rest",
)


def written_out(operation: Operation, steps: Iterable[Step | SaidOfRoutes]) -> Iterator[Step | SaidOfRoutes]:
    """Write what becomes of a shared integration into the operation that refers to it.

    Arguments:
        steps: what is to become of its integration, which stays where it stands.
    """
    shared, reference = operation.integration, operation.reference
    wanted: dict[str, Value] = {**entries_of(shared)}
    for step in steps:
        if isinstance(step, Remove) and step.mapping is shared:
            wanted.pop(step.key, None)
        elif isinstance(step, Insert) and step.mapping is shared:
            wanted[step.key] = step.value
        elif isinstance(step, SetValue) and step.node.parent is shared:
            wanted[str(step.node.key)] = step.value
        else:
            yield step
    if reference is not None:
        yield SetValue(reference, wanted)


def removed(view: View, components: Node) -> Iterator[Step]:
    """Take the shared integrations away, which stand in the operations then.

    Arguments:
        components: the components of the definition.
    """
    if (node := components.get(SHARED)) is not None:
        what = "Each operation that refers to a shared integration gets its own copy."
        yield view.find(SHARED_INTEGRATION, what, node)
        yield from checked(view, SHARED, node)
        yield Remove(components, SHARED)
