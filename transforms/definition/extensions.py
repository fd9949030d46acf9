"""Extensions of a definition that only REST APIs have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from migrator.concern import Step, View, is_true
from migrator.findings import Code
from migrator.text.operations import Insert, Remove
from migrator.text.tree import Node
from migrator.text.values import Value, entries_of, get, is_map, items_of, literal

from ..access.resource_policy import RESOURCE_POLICY
from ..api.endpoint import PRIVATE_ENDPOINT
from ..api.gateway_responses import of_import, told
from ..api.settings import BINARY_MEDIA_TYPES, COMPRESSION
from ..codes import DEFINITION_BODY, DROPPED_SETTING, REQUEST_MODEL
from ..reading.definition import checked
from ..reading.document import (
    ANY_METHOD,
    AUTH_TYPE,
    AUTHORIZER,
    CORS_SETTINGS,
    EXTENSION,
    INTEGRATION,
    Document,
    Operation,
)
from ..routes.codes import REQUEST_VALIDATION
from .codes import REMOVED

RESPONSES = "x-amazon-apigateway-gateway-responses"
VALIDATORS = "x-amazon-apigateway-request-validators"
VALIDATOR = "x-amazon-apigateway-request-validator"
TAG_VALUE = "x-amazon-apigateway-tag-value"
ENDPOINT = "x-amazon-apigateway-endpoint-configuration"
DISABLED = "disableExecuteApiEndpoint"
PRIVATE = "vpcEndpointIds"


@dataclass(frozen=True)
class LostExtension:
    """An extension at the top of a definition that goes."""

    code: Code
    message: str


LOST = {
    "x-amazon-apigateway-policy": LostExtension(RESOURCE_POLICY, "A resource policy limits who may call this API."),
    "x-amazon-apigateway-binary-media-types": LostExtension(
        BINARY_MEDIA_TYPES, "HTTP APIs have no list of binary media types."
    ),
    "x-amazon-apigateway-minimum-compression-size": LostExtension(COMPRESSION, "HTTP APIs do not compress responses."),
    "x-amazon-apigateway-api-key-source": LostExtension(
        DROPPED_SETTING, "It says where API keys are read from, and HTTP APIs have none."
    ),
    "x-amazon-apigateway-documentation": LostExtension(DROPPED_SETTING, "HTTP APIs have no documentation parts."),
    # Only HTTP APIs read these; kept, they would wake up.
    CORS_SETTINGS: LostExtension(DROPPED_SETTING, "REST APIs do not read it, so it has no effect today."),
    "x-amazon-apigateway-importexport-version": LostExtension(DROPPED_SETTING, "REST APIs do not read it."),
}

KNOWN = frozenset(
    {
        *LOST,
        RESPONSES,
        VALIDATORS,
        VALIDATOR,
        TAG_VALUE,
        ENDPOINT,
        INTEGRATION,
        AUTHORIZER,
        AUTH_TYPE,
        ANY_METHOD,
        "x-amazon-apigateway-auth",
    }
)


def convert(view: View, document: Document, operations: list[Operation]) -> Iterator[Step]:
    """Take REST-only extensions away, each with what it means."""
    body = document.body
    for key, lost in LOST.items():
        if (node := body.get(key)) is not None:
            yield view.find(lost.code, f"`{key}` is removed. {lost.message}", node)
            yield Remove(body, key)
    if (node := body.get(RESPONSES)) is not None:
        mocked = len(operations) < len(document.operations)  # the mocks that answer preflight requests go
        entries = entries_of(node)
        answers = [of_import(name, answer, _small) for name, answer in entries.items()]
        yield from told(view, answers, node, cors=mocked or view.get("Cors") is not None)
        yield Remove(body, RESPONSES)
    yield from _tags(view, body)
    yield from _validators(view, document, operations)
    yield from _endpoint(view, document)
    yield from unknown(view, body, KNOWN)


def _small(key: str) -> str:
    return f"{key[0].lower()}{key[1:]}"


def _tags(view: View, body: Node) -> Iterator[Step]:
    """Tags of the API itself: only HTTP APIs read them in a definition."""
    tags = body.get("tags")
    for tag in items_of(tags):
        if (value := tag.get(TAG_VALUE)) is not None:
            yield view.find(DROPPED_SETTING, f"`{TAG_VALUE}` is removed. REST APIs do not read it.", value)
            yield Remove(tag, TAG_VALUE)


def _validators(view: View, document: Document, operations: list[Operation]) -> Iterator[Step]:
    body = document.body
    defined = body.get(VALIDATORS)
    for owner, label in ((body, "the whole API"), *((op.node, op.label) for op in operations)):
        name = owner.get(VALIDATOR)
        if name is None:
            continue
        # The empty name switches the validator of the whole API off for an operation.
        if literal(name) == "" or (literal(name) is not None and _is_off(defined, literal(name) or "")):
            yield view.find(REQUEST_MODEL, f"The request validator of {label} checks nothing; it is removed.", name)
        else:
            yield view.find(
                REQUEST_VALIDATION, f"Requests to {label} are checked by validator `{literal(name) or '?'}`.", name
            )
        yield Remove(owner, VALIDATOR)
    if defined is not None:
        yield view.find(
            REQUEST_MODEL, f"`{VALIDATORS}` is removed. Operations that use one are reported on their own.", defined
        )
        yield Remove(body, VALIDATORS)


def _is_off(defined: Node | None, name: str) -> bool:
    validator = get(defined, name)
    return (
        validator is not None
        and is_map(validator)
        and not any(is_true(value) for value in validator.entries().values())
    )


def _endpoint(view: View, document: Document) -> Iterator[Step]:
    """HTTP APIs read the endpoint configuration in ``servers``, Swagger 2.0 has it at the top."""
    body = document.body
    servers = body.get("servers")
    for server in items_of(servers):
        own = server.get(ENDPOINT)
        if own is not None and (vpc := own.get(PRIVATE)) is not None:
            yield view.find(PRIVATE_ENDPOINT, "The endpoint is private; an HTTP API would be public.", vpc)
            yield Remove(own, PRIVATE)
    top = body.get(ENDPOINT)
    if top is None:
        return
    if not is_map(top):
        yield view.find(DEFINITION_BODY, f"`{ENDPOINT}` is no map that stands here.", top)
        return
    if (vpc := top.get(PRIVATE)) is not None:
        yield view.find(PRIVATE_ENDPOINT, "The endpoint is private; an HTTP API would be public.", vpc)
    yield Remove(body, ENDPOINT)
    if (disabled := top.get(DISABLED)) is None:
        return
    yield from checked(view, ENDPOINT, top)
    wanted: Value = {ENDPOINT: {DISABLED: disabled}}
    if servers is None:
        yield Insert(body, "servers", [wanted], before="paths")
    else:
        yield view.find(
            DEFINITION_BODY,
            f"`{ENDPOINT}` stands beside `servers`, where HTTP APIs read it.",
            top,
            remedy="Move it into a server of `servers`.",
        )


def unknown(view: View, body: Node, known: frozenset[str]) -> Iterator[Step]:
    """Extensions that are not known, wherever they stand."""
    for node in body.walk():
        for key, value in node.pairs:
            if key.text.startswith(EXTENSION) and key.text not in known:
                yield view.find(DEFINITION_BODY, f"`{key.text}` is not known.", value, remedy=REMOVED.format(key.text))
