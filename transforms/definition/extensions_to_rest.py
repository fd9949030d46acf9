"""Extensions of an HTTP API's definition that REST APIs do not have, and those that would wake up there."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import Step, View
from migrator.findings import Level
from migrator.text.operations import Remove
from migrator.text.values import entries_of, is_list, is_map, items_of, literal

from ..access.requirement_codes import DEFINITION_SECURITY
from ..codes import DEFINITION_BODY, DROPPED_SETTING
from ..reading.document import CORS_SETTINGS, SHARED, Document
from . import shared_integrations
from .extensions import ENDPOINT, KNOWN, LOST, PRIVATE, VALIDATOR, VALIDATORS, unknown

IMPORT = "x-amazon-apigateway-importexport-version"
TAG = "x-amazon-apigateway-tag-value"
POLICY = "x-amazon-apigateway-policy"

WAKING = (LOST.keys() | {VALIDATORS, VALIDATOR}) - {CORS_SETTINGS, IMPORT, POLICY}
"""What HTTP APIs skip and REST APIs obey."""


def convert(view: View, document: Document) -> Iterator[Step]:
    """Take extensions away that mean nothing or would begin to mean something."""
    body = document.body
    for owner, label in ((body, "the API"), *((op.node, op.label) for op in document.operations)):
        for key in sorted(WAKING):
            if (node := owner.get(key)) is not None:
                what = f"`{key}` of {label} is removed. An HTTP API does not read it, and a REST API would."
                yield view.find(
                    DROPPED_SETTING, what, node, level=Level.WARNING, remedy="Write it again if it is meant."
                )
                yield Remove(owner, key)
    if (node := body.get(POLICY)) is not None:
        what = f"`{POLICY}` has no effect on an HTTP API; on a REST API it would limit who may call it."
        remedy = "Remove the policy, or migrate without it and add it afterwards."
        yield view.find(DEFINITION_SECURITY, what, node, remedy=remedy)
    if (node := body.get(IMPORT)) is not None:
        yield view.find(DROPPED_SETTING, f"`{IMPORT}` is removed. Only HTTP APIs read it.", node)
        yield Remove(body, IMPORT)
    yield from _tags(view, document)
    yield from _servers(view, document)
    yield from _shared(view, document)
    yield from unknown(view, body, KNOWN | {IMPORT, TAG, SHARED})


def _tags(view: View, document: Document) -> Iterator[Step]:
    """Tags of the definition that become tags of an HTTP API when it is imported."""
    tags = document.body.get("tags")
    for tag in items_of(tags):
        if is_map(tag) and (value := tag.get(TAG)) is not None:
            name = literal(tag.get("name")) or "?"
            what = f"`{TAG}` of `{name}` is removed. A REST API does not take tags from its definition."
            remedy = f"Write `{name}` in the `Tags` of the API to keep it."
            yield view.find(DROPPED_SETTING, what, value, level=Level.WARNING, remedy=remedy)
            yield Remove(tag, TAG)


def _servers(view: View, document: Document) -> Iterator[Step]:
    """Both kinds read whether the execute-api address is off; only REST APIs can be private."""
    servers = document.body.get("servers")
    found = [server.get(ENDPOINT) for server in servers.elements()] if servers is not None and is_list(servers) else []
    for own in (document.body.get(ENDPOINT), *found):
        if own is not None and own.get(PRIVATE) is not None:
            what = f"`{PRIVATE}` has no effect on an HTTP API, and would on a REST API."
            yield view.find(DEFINITION_BODY, what, own.get(PRIVATE), remedy="Remove it, then run again.")


def _shared(view: View, document: Document) -> Iterator[Step]:
    """What stands among the components and means another thing to a REST API."""
    if (components := document.body.get("components")) is not None:
        yield from shared_integrations.removed(view, components)
    if (node := document.body.get("definitions")) is not None:
        what = "`definitions` belongs to Swagger 2.0: an HTTP API skips it, and SAM reads it for a REST API."
        yield view.find(DEFINITION_BODY, what, node, remedy="Move it to `components.schemas`, or remove it.")
    schemas = document.body.get("components", "schemas")
    for name, schema in entries_of(schemas).items():
        if not (name.isascii() and name.isalnum()):
            what = f"Schema `{name}` would become a model, and API Gateway takes letters and digits only in its name."
            yield view.find(DEFINITION_BODY, what, schema, remedy="Rename the schema, then run again.")
