"""Authorizers as SAM's `Auth` spells them: read for both kinds of API, and written for the other one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from migrator.concern import View
from migrator.text.node import Node, boolean
from migrator.text.values import (
    entries_of,
    get,
    given,
    intrinsic,
    is_list,
    is_map,
    items_of,
    literal,
    written_list,
)

from ..reading.functions import function_of
from .fact import Authorizer, Fault, IdentitySource, LambdaAuthorizer, Origin, Place, TokenAuthorizer

IDENTITY: Final[dict[str, Place]] = {
    "Headers": "header",
    "QueryStrings": "querystring",
    "StageVariables": "stageVariables",
    "Context": "context",
}
"""Lists of identity sources below ``Identity``, on both kinds."""

PERMISSION: Final = {"rest": "DisableFunctionDefaultPermissions", "http": "EnableFunctionDefaultPermissions"}
PAYLOAD: Final = "AuthorizerPayloadFormatVersion"
HEADER: Final = "$request.header."

# What SAM reads of an authorizer, by the kind of its API. Source: samtranslator, api_generator.py, ApiGatewayAuthorizer
# and ApiGatewayV2Authorizer in model/apigateway.py and model/apigatewayv2.py.
LAMBDA_KEYS: Final = {
    "rest": frozenset({"FunctionArn", "FunctionInvokeRole", "FunctionPayloadType", "Identity", PERMISSION["rest"]}),
    "http": frozenset(
        {"FunctionArn", "FunctionInvokeRole", PAYLOAD, PERMISSION["http"], "EnableSimpleResponses", "Identity"}
    ),
}
TOKEN_KEYS: Final = {
    "rest": frozenset({"UserPoolArn", "Identity", "AuthorizationScopes"}),
    "http": frozenset({"JwtConfiguration", "IdentitySource", "AuthorizationScopes"}),
}
TOKEN_IDENTITY: Final = frozenset({"Header", "ValidationExpression", "ReauthorizeEvery"})
"""What SAM reads below ``Identity`` of an authorizer that is asked about a token."""
TOKENS: Final = {"rest": "UserPoolArn", "http": "JwtConfiguration"}
"""The key that makes an authorizer one of tokens."""


def authorizers(view: View) -> Iterator[Authorizer]:
    """Read every authorizer of an API's ``Auth``."""
    for name, node in view.auth.authorizers.items():
        origin = Origin(name, node, "sam", view.api.kind)
        if is_map(node) and node.get(TOKENS[origin.kind]) is not None:
            yield _tokens(origin, node)
        else:
            yield _lambda(view, origin, node)


def _ignored(node: Node, known: frozenset[str]) -> tuple[tuple[str, Node], ...]:
    return tuple((key, value) for key, value in node.entries().items() if key not in known)


# -- Lambda authorizers -------------------------------------------------------------------------------------------


def _lambda(view: View, origin: Origin, node: Node) -> LambdaAuthorizer:
    if (fault := _unreadable(origin, node)) is not None:
        return LambdaAuthorizer(replace(origin, faults=(fault,)), None)
    entries = entries_of(node.get("Identity"))
    token = origin.kind == "rest" and literal(node.get("FunctionPayloadType")) != "REQUEST"
    ttl, permission = given(entries.get("ReauthorizeEvery")), node.get(PERMISSION[origin.kind])
    sources, faults = _token_source(origin, entries) if token else _sources(origin, entries)
    if origin.kind == "rest":
        faults += _rest_faults(origin, ttl, permission)
    of_http = node.entries() if origin.kind == "http" else {}
    return LambdaAuthorizer(
        replace(origin, faults=tuple(faults), ignored=_without_effect(origin, node, entries, token=token)),
        node.get("FunctionArn"),
        function_of(view.template, node.get("FunctionArn")),
        role=node.get("FunctionInvokeRole"),
        token=token,
        sources=tuple(sources),
        ttl=ttl,
        payload=of_http.get(PAYLOAD),
        simple=of_http.get("EnableSimpleResponses"),
        expression=entries.get("ValidationExpression") if token else None,
        permission=permission,
    )


def _unreadable(origin: Origin, node: Node) -> Fault | None:
    """What keeps an authorizer from being read at all."""
    kind, identity = get(node, "FunctionPayloadType"), get(node, "Identity")
    if get(node, "FunctionArn") is None or (kind is not None and literal(kind) not in ("TOKEN", "REQUEST")):
        return node, f"SAM cannot read authorizer {origin.name} as a Lambda authorizer."
    if given(identity) is not None and not is_map(identity):
        return identity or node, f"`Identity` of authorizer {origin.name} must be a map."
    return None


def _rest_faults(origin: Origin, ttl: Node | None, permission: Node | None) -> Iterator[Fault]:
    """Settings that SAM takes as literal values only, in the ``Auth`` of a REST API."""
    if ttl is not None and intrinsic(ttl) is None and not (literal(ttl) or "").isdecimal():
        yield ttl, f"`ReauthorizeEvery` of authorizer {origin.name} must be a number of seconds."
    if permission is not None and boolean(permission) is None:
        yield permission, f"`{PERMISSION['rest']}` of authorizer {origin.name} must be a literal boolean."


def _without_effect(
    origin: Origin, node: Node, entries: dict[str, Node], *, token: bool
) -> tuple[tuple[str, Node], ...]:
    ignored = tuple(pair for pair in _ignored(node, LAMBDA_KEYS[origin.kind]) if pair[0] != PAYLOAD)
    if origin.kind == "http":
        return ignored
    used = TOKEN_IDENTITY if token else {*IDENTITY, "ReauthorizeEvery"}
    return (*ignored, *((f"Identity.{key}", value) for key, value in entries.items() if key not in used))


def _token_source(origin: Origin, entries: dict[str, Node]) -> tuple[list[IdentitySource], list[Fault]]:
    header = given(entries.get("Header"))
    if header is None:
        return [IdentitySource("header", "Authorization", origin.node)], []
    faults = [] if literal(header) is not None else [_unnamed(origin, header)]
    return [IdentitySource("header", literal(header) or "?", header)], faults


def _sources(origin: Origin, entries: dict[str, Node]) -> tuple[list[IdentitySource], list[Fault]]:
    found: list[IdentitySource] = []
    faults: list[Fault] = []
    for key, place in IDENTITY.items():
        listed = entries.get(key)
        if listed is not None and not is_list(listed):
            faults.append((listed, f"`Identity.{key}` of authorizer {origin.name} must be a list."))
        found += [IdentitySource(place, literal(item) or "?", item) for item in items_of(listed)]
        # SAM takes parameters in the Auth of a REST API, and only literal names in that of an HTTP API (T16).
        faults += [_unnamed(origin, item) for item in items_of(listed) if literal(item) is None and not item.is_null]
    return found, faults


def _unnamed(origin: Origin, node: Node) -> Fault:
    return node, f"An identity source of authorizer {origin.name} must be a literal name."


# -- tokens -------------------------------------------------------------------------------------------------------


def _tokens(origin: Origin, node: Node) -> TokenAuthorizer:
    faults: list[Fault] = []
    scopes = node.get("AuthorizationScopes")
    if scopes is not None and not scopes.is_null and written_list(scopes) is None and origin.kind == "rest":
        # T16: SAM reads parameters in the Auth of a REST API, and takes texts only in that of an HTTP API.
        faults.append((scopes, f"The scopes of authorizer {origin.name} must be a literal list."))
    origin = replace(origin, faults=tuple(faults), ignored=_ignored(node, TOKEN_KEYS[origin.kind]))
    if origin.kind == "rest":
        header = node.get("Identity", "Header")
        return TokenAuthorizer(
            origin,
            pools=node.get("UserPoolArn"),
            header="Authorization" if header is None else literal(header),
            source=header,
            expression=node.get("Identity", "ValidationExpression"),
            scopes=scopes,
        )
    jwt = {key.lower(): value for key, value in entries_of(node.get("JwtConfiguration")).items()}
    source = node.get("IdentitySource")
    return TokenAuthorizer(
        origin,
        issuer=jwt.get("issuer"),
        audience=jwt.get("audience"),
        header=header_of(source),
        source=source,
        scopes=scopes,
    )


def header_of(source: Node | None) -> str | None:
    """The one header that the identity source of a JWT authorizer names; None for anything else."""
    if source is not None and is_list(source) and len(source.elements()) == 1:
        source = source.elements()[0]
    text = literal(source) or ""
    return text.removeprefix(HEADER) or None if text.startswith(HEADER) else None
