"""Extensions of a definition that only one kind of API reads: they go, since they would mean nothing, or begin to mean something."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from migrator.concern import Step, View, is_true
from migrator.findings import Code, Level
from migrator.sam.extensions import (
    ANY_METHOD,
    AUTH_TYPE,
    AUTHORIZER,
    BINARY,
    COMPRESSION,
    CORS_SETTINGS,
    DOCUMENTATION,
    ENDPOINT,
    EXTENSION,
    IMPORT,
    INTEGRATION,
    KEY_SOURCE,
    OPERATION_AUTH,
    POLICY,
    RESPONSES,
    SHARED_INTEGRATIONS,
    TAG_VALUE,
    VALIDATOR,
    VALIDATORS,
)
from migrator.text.node import Node
from migrator.text.operations import Insert, Remove
from migrator.text.values import Value, entries_of, get, is_map, items_of, literal

from ..access.requirement_codes import DEFINITION_SECURITY
from ..access.resource_policy import LIMITED, RESOURCE_POLICY
from ..api import endpoint, settings
from ..api.endpoint import PRIVATE_ENDPOINT
from ..api.gateway_responses import of_import, told
from ..codes import DEFINITION_BODY, DROPPED_SETTING, REQUEST_MODEL
from ..reading.definition import checked
from ..reading.document import Document, Operation
from ..routes.codes import REQUEST_VALIDATION
from . import shared_integrations
from .codes import REMOVED
from .components import LITERAL_MAP

DISABLED = "disableExecuteApiEndpoint"
PRIVATE = "vpcEndpointIds"


def _like(key: str) -> tuple[Code, str]:
    """What is said of the property of the API that means the same."""
    lost = settings.LOST[key]
    return lost.code, lost.message


LOST: dict[str, tuple[Code, str]] = {
    POLICY: (RESOURCE_POLICY, LIMITED),
    BINARY: _like("BinaryMediaTypes"),
    COMPRESSION: _like("MinimumCompressionSize"),
    KEY_SOURCE: _like("ApiKeySourceType"),
    DOCUMENTATION: (DROPPED_SETTING, "HTTP APIs have no documentation parts."),
    # Only HTTP APIs read these; kept, they would become active.
    CORS_SETTINGS: (DROPPED_SETTING, "REST APIs do not read it, so it has no effect today."),
    IMPORT: (DROPPED_SETTING, "REST APIs do not read it."),
}
"""Extensions at the top of a REST API's definition that go."""

ACTIVE = (LOST.keys() | {VALIDATORS, VALIDATOR}) - {CORS_SETTINGS, IMPORT, POLICY}
"""What HTTP APIs skip and REST APIs obey."""

KNOWN = frozenset({
    *LOST, RESPONSES, VALIDATORS, VALIDATOR, TAG_VALUE, ENDPOINT, INTEGRATION, AUTHORIZER, AUTH_TYPE, ANY_METHOD,
    OPERATION_AUTH,
})  # fmt: skip


def convert(view: View, document: Document, operations: Sequence[Operation]) -> Iterator[Step]:
    """Take extensions away that only the old kind reads, or only the new one, each with what it means.

    Arguments:
        operations: those that stay.
    """
    body, to_rest = document.body, view.kind.name == "rest"
    yield from (_inactive(view, document) if to_rest else _lost(view, document, operations))
    yield from _tags(view, body)
    yield from _endpoints(view, body)
    yield from (_components(view, body) if to_rest else _endpoint_of_swagger(view, body))
    known = KNOWN | {SHARED_INTEGRATIONS} if to_rest else KNOWN
    for node in body.walk():
        for key, value in node.pairs:
            if key.text.startswith(EXTENSION) and key.text not in known:
                yield view.find(DEFINITION_BODY, f"`{key.text}` is not known.", value, remedy=REMOVED.format(key.text))


def _lost(view: View, document: Document, operations: Sequence[Operation]) -> Iterator[Step]:
    """What a REST API reads and an HTTP API does not."""
    body = document.body
    for key, (code, why) in LOST.items():
        if (node := body.get(key)) is not None:
            yield view.find(code, f"`{key}` is left out. {why}", node)
            yield Remove(body, key)
    if (node := body.get(RESPONSES)) is not None:
        mocked = len(operations) < len(document.operations)  # the mocks that answer preflight requests go
        answers = [of_import(name, answer, _small) for name, answer in entries_of(node).items()]
        yield from told(view, answers, node, cors=mocked or view.get("Cors") is not None)
        yield Remove(body, RESPONSES)
    yield from _validators(view, body, operations)


def _small(key: str) -> str:
    return f"{key[0].lower()}{key[1:]}"


def _validators(view: View, body: Node, operations: Sequence[Operation]) -> Iterator[Step]:
    defined = body.get(VALIDATORS)
    for owner, label in ((body, "the whole API"), *((op.node, op.label) for op in operations)):
        name = owner.get(VALIDATOR)
        if name is None:
            continue
        # The empty name switches the validator of the whole API off for an operation.
        text = literal(name)
        settings = get(defined, text) if text else None
        if text == "" or (is_map(settings) and not any(map(is_true, entries_of(settings).values()))):
            yield view.find(REQUEST_MODEL, f"The request validator of {label} checks nothing; it is left out.", name)
        else:
            yield view.find(REQUEST_VALIDATION, f"Requests to {label} are checked by validator `{text or '?'}`.", name)
        yield Remove(owner, VALIDATOR)
    if defined is not None:
        what = f"`{VALIDATORS}` is left out. Operations that use one are reported separately."
        yield view.find(REQUEST_MODEL, what, defined)
        yield Remove(body, VALIDATORS)


def _inactive(view: View, document: Document) -> Iterator[Step]:
    """What an HTTP API does not read and a REST API would, and the other way round."""
    body = document.body
    for owner, label in ((body, "the API"), *((op.node, op.label) for op in document.operations)):
        for key in sorted(ACTIVE):
            if (node := owner.get(key)) is not None:
                what = f"`{key}` of {label} is left out. An HTTP API ignores it; a REST API would apply it."
                remedy = "Add it again after the migration if you need it."
                yield view.find(DROPPED_SETTING, what, node, level=Level.WARNING, remedy=remedy)
                yield Remove(owner, key)
    if (node := body.get(POLICY)) is not None:
        what = f"`{POLICY}` has no effect on an HTTP API; on a REST API it would limit who may call it."
        remedy = "Remove the policy, or migrate without it and add it afterwards."
        yield view.find(DEFINITION_SECURITY, what, node, remedy=remedy)
    if (node := body.get(IMPORT)) is not None:
        yield view.find(DROPPED_SETTING, f"`{IMPORT}` is left out. Only HTTP APIs read it.", node)
        yield Remove(body, IMPORT)


def _tags(view: View, body: Node) -> Iterator[Step]:
    """Tags in a definition that become tags of an HTTP API when it is imported."""
    for tag in items_of(body.get("tags")):
        if (value := tag.get(TAG_VALUE)) is None:
            continue
        if view.kind.name == "http":
            yield view.find(DROPPED_SETTING, f"`{TAG_VALUE}` is left out. REST APIs do not read it.", value)
        else:
            name = literal(tag.get("name")) or "?"
            what = f"`{TAG_VALUE}` of `{name}` is left out. A REST API does not take tags from its definition."
            remedy = f"Write `{name}` in the `Tags` of the API to keep it."
            yield view.find(DROPPED_SETTING, what, value, level=Level.WARNING, remedy=remedy)
        yield Remove(tag, TAG_VALUE)


def _endpoints(view: View, body: Node) -> Iterator[Step]:
    """Both kinds read whether the execute-api address is off; only REST APIs can be private."""
    for own in (body.get(ENDPOINT), *(server.get(ENDPOINT) for server in items_of(body.get("servers")))):
        if own is None or (vpc := own.get(PRIVATE)) is None:
            continue
        if view.kind.name == "rest":
            what = f"`{PRIVATE}` has no effect on an HTTP API, and would on a REST API."
            yield view.find(DEFINITION_BODY, what, vpc, remedy="Remove it, then run again.")
            continue
        yield view.find(PRIVATE_ENDPOINT, endpoint.PRIVATE, vpc)
        if own.parent is not body:
            yield Remove(own, PRIVATE)


def _endpoint_of_swagger(view: View, body: Node) -> Iterator[Step]:
    """HTTP APIs read the endpoint configuration in ``servers``, Swagger 2.0 has it at the top."""
    top = body.get(ENDPOINT)
    if top is None:
        return
    if not is_map(top):
        yield view.find(DEFINITION_BODY, LITERAL_MAP.format(ENDPOINT), top)
        return
    yield Remove(body, ENDPOINT)
    if (disabled := top.get(DISABLED)) is None:
        return
    yield from checked(view, ENDPOINT, top)
    wanted: Value = {ENDPOINT: {DISABLED: disabled}}
    if body.get("servers") is None:
        yield Insert(body, "servers", [wanted], before="paths")
    else:
        what = f"`{ENDPOINT}` is at the top next to `servers`; HTTP APIs read it inside `servers`."
        yield view.find(DEFINITION_BODY, what, top, remedy="Move it into a server of `servers`.")


def _components(view: View, body: Node) -> Iterator[Step]:
    """What stands among the components and means another thing to a REST API."""
    if (components := body.get("components")) is not None:
        yield from shared_integrations.removed(view, components)
    if (node := body.get("definitions")) is not None:
        what = "`definitions` belongs to Swagger 2.0: an HTTP API skips it, and SAM reads it for a REST API."
        yield view.find(DEFINITION_BODY, what, node, remedy="Move it to `components.schemas`, or remove it.")
    for name, schema in entries_of(body.get("components", "schemas")).items():
        if not (name.isascii() and name.isalnum()):
            what = f"Schema `{name}` would become a model, and API Gateway takes letters and digits only in its name."
            yield view.find(DEFINITION_BODY, what, schema, remedy="Rename the schema, then run again.")
