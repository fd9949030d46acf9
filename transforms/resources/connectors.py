"""SAM connectors that start at the API: their permissions name the kind of API, and a stage."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import Concern, Step, View
from migrator.findings import Code, Example, Level
from migrator.sam.kinds import HTTP
from migrator.text.node import Node
from migrator.text.operations import SetValue
from migrator.text.values import entries_of, given, literal

from .. import pages
from ..reading.named_stage import followed
from ..reading.pieces import pieces
from ..reading.segments import segment

CONNECTOR = Code(
    "connector",
    Level.BLOCKER,
    "A connector that starts at the API is for a stage that may not be the API's own.",
    "SAM writes the qualifier into the permission of the function: under another stage the API could not call it.",
    "Write the stage in `Qualifier` as the API's `StageName` is written, or `*`.",
    pages.CONNECTORS,
    Example("Qualifier: Prod/GET/orders", "Qualifier: $default/GET/orders"),
    acceptable=False,
)

_CONNECTOR = "AWS::Serverless::Connector"
_TYPES = {"AWS::Serverless::Api": HTTP, "AWS::ApiGateway::RestApi": "AWS::ApiGatewayV2::Api"}
"""Types that a source without a logical id can name. Source: connector_profiles, samtranslator 1.115.0."""


def migrate(view: View) -> Iterator[Step]:
    """Rewrite the sources of connectors, in either direction."""
    ids = {r.scalar for r in view.template.references_to(view.api.id)}
    for resource in view.template.resources.values():
        source = resource.get("Source")
        if resource.type == _CONNECTOR and source is not None and any(node in ids for node in source.walk()):
            yield from _source(view, source)
    for connector in entries_of(view.api.attribute("Connectors")).values():
        if (source := connector.get("Properties", "SourceReference")) is not None:
            yield from _source(view, source)


def _source(view: View, source: Node) -> Iterator[Step]:
    kind, qualifier = source.get("Type"), given(source.get("Qualifier"))
    types = _TYPES if view.kind.type == HTTP else {new: old for old, new in _TYPES.items()}
    if kind is not None and (new := types.get(literal(kind) or "")) is not None:
        yield SetValue(kind, new)
    if qualifier is None:
        return
    operations = followed(view, segment(pieces(qualifier), 0, 0))
    yield from operations or ()
    if operations is None:
        yield view.find(CONNECTOR, "The qualifier names a stage that is not the API's own.", qualifier)


CONCERN = Concern("connectors", migrate, to_rest=migrate)
