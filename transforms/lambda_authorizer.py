"""Lambda authorizers, TOKEN and REQUEST: an HTTP API has one kind, which answers to payload 1.0 as a REST API's does."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator

from migrator.concern import Concern, Drop, Move, Put, Step, is_true
from migrator.text.operations import Moved, Remove, Wanted
from migrator.text.tree import Node, boolean
from migrator.text.values import is_list, is_map, literal

from .api import UNSUPPORTED_SHAPE
from .cognito import is_cognito
from .handlers.concern import why
from .handlers.roles import function_of
from .lambda_authorizer_codes import (
    AUTHORIZER_HEADERS,
    AUTHORIZER_IDENTITY,
    AUTHORIZER_PAYLOAD,
    AUTHORIZER_PERMISSION,
    AUTHORIZER_VALIDATION,
    IDENTITY_REQUIRED,
    IDENTITY_UNCHECKED,
    LAMBDA_AUTHORIZER,
    SIMPLE_RESPONSES,
)
from .settings import DROPPED_SETTING

DEFAULT_TTL = 300
"""Seconds. A REST API caches decisions for so long unless told otherwise; an HTTP API does not cache (T12)."""

REST_ONLY_CONTEXT = (
    "authenticate.", "authorize.", "authorizer.integrationLatency", "authorizer.integrationStatus", "authorizer.latency",
    "authorizer.requestId", "authorizer.status", "error.validationErrorString", "identity.apiKey", "requestOverride.",
    "responseOverride.", "resourceId", "resourcePath", "waf", "webaclArn", "xrayTraceId",
)  # fmt: skip
"""Starts of $context variables that only REST APIs have (mapping templates reference against HTTP API logging variables)."""

HTTP_ONLY_CONTEXT = ("awsEndpointRequestId2", "dataProcessed", "routeKey")
"""Starts of $context variables that only HTTP APIs have."""

KEPT = frozenset({"FunctionArn", "FunctionInvokeRole"})
IDENTITY_LISTS = frozenset({"Headers", "QueryStrings", "StageVariables", "Context"})
READ = KEPT | {"FunctionPayloadType", "Identity", "DisableFunctionDefaultPermissions", "AuthorizationScopes"}


def to_http(move: Move) -> Iterator[Step]:
    """Rewrite every Lambda authorizer of the API."""
    for name, node in move.auth.authorizers.items():
        if is_cognito(node):
            continue
        kind = literal(node.get("FunctionPayloadType")) if is_map(node) else None
        if not is_map(node) or node.get("FunctionArn") is None or kind not in (None, "TOKEN", "REQUEST"):
            yield move.find(UNSUPPORTED_SHAPE, f"Authorizer {name} is no Lambda authorizer that SAM understands.", node)
            continue
        identity = node.get("Identity")
        if identity is not None and not identity.is_null and not is_map(identity):
            yield move.find(UNSUPPORTED_SHAPE, f"`Identity` of authorizer {name} is no map.", identity)
            continue
        yield from _authorizer(move, name, node, token=kind != "REQUEST")
        yield from _scopes(move, name)


def _scopes(move: Move, name: str) -> Iterator[Step]:
    """Scopes of routes behind the authorizer: only tokens have scopes, and API Gateway takes them with a JWT only."""
    for event in move.api.events:
        scopes = event.properties.get("Auth", "AuthorizationScopes") if event.properties is not None else None
        auth = event.properties.get("Auth") if event.properties is not None else None
        if move.auth.of(event) == name and auth is not None and scopes is not None and is_list(scopes) and scopes.items:
            what = (
                f"`AuthorizationScopes` of {event.method} {event.path} is removed. A Lambda authorizer knows no scopes."
            )
            yield move.find(DROPPED_SETTING, what, scopes)
            yield Remove(auth, "AuthorizationScopes")


def _authorizer(move: Move, name: str, node: Node, *, token: bool) -> Iterator[Step]:
    sort = "TOKEN" if token else "REQUEST"
    version = "2.0" if move.follows(function_of(move.template, node.get("FunctionArn"))) else "1.0"
    yield move.find(
        LAMBDA_AUTHORIZER, f"Authorizer {name} ({sort}) gets payload {version} events of an HTTP API.", node
    )
    path = ("Auth", "Authorizers", name)
    yield Put((*path, "AuthorizerPayloadFormatVersion"), version)
    yield from _permission(move, name, node)
    yield from _identity(move, name, node, token=token)
    if node.get("FunctionPayloadType") is not None:
        yield Drop((*path, "FunctionPayloadType"))
    if (scopes := node.get("AuthorizationScopes")) is not None:
        yield move.find(
            DROPPED_SETTING,
            f"`AuthorizationScopes` of authorizer {name} is removed. Only JWT authorizers have scopes.",
            scopes,
        )
        yield Drop((*path, "AuthorizationScopes"))
    for key, value in node.entries().items():
        if key not in READ and key != "AuthorizerPayloadFormatVersion":
            # SAM ignores it on a REST API; on an HTTP API it could mean something (EnableSimpleResponses does).
            yield move.find(
                DROPPED_SETTING, f"`{key}` of authorizer {name} is removed. SAM ignores it on a REST API.", value
            )
            yield Drop((*path, key))


def _permission(move: Move, name: str, node: Node) -> Iterator[Step]:
    """T11: SAM creates the permission for a REST API by default, for an HTTP API on request."""
    disabled = node.get("DisableFunctionDefaultPermissions")
    path = ("Auth", "Authorizers", name)
    if disabled is not None and boolean(disabled) is None:
        yield move.find(
            UNSUPPORTED_SHAPE,
            f"`DisableFunctionDefaultPermissions` of authorizer {name} is no literal boolean.",
            disabled,
        )
    elif boolean(disabled):
        yield move.find(
            AUTHORIZER_PERMISSION, f"The permission to call authorizer {name} is not made by SAM.", disabled
        )
        yield Drop((*path, "DisableFunctionDefaultPermissions"))
    else:
        was = "DisableFunctionDefaultPermissions" if disabled is not None else None
        yield Put((*path, "EnableFunctionDefaultPermissions"), True, was)


def _identity(move: Move, name: str, node: Node, *, token: bool) -> Iterator[Step]:
    identity = node.get("Identity")
    entries = identity.entries() if identity is not None and is_map(identity) else {}
    wanted: dict[str, Wanted] = {}
    if token:
        # T10: an HTTP API ignores `Identity.Header` and then asks for no identity at all.
        header = entries.get("Header")
        header = None if header is not None and header.is_null else header
        wanted["Headers"] = Moved("Header", [header]) if header is not None else ["Authorization"]
    else:
        for key in sorted(IDENTITY_LISTS & entries.keys(), key=list(entries).index):
            if not is_list(entries[key]):
                yield move.find(UNSUPPORTED_SHAPE, f"`Identity.{key}` of authorizer {name} is no list.", entries[key])
            wanted[key] = entries[key]
        yield from _context(move, name, entries.get("Context"), REST_ONLY_CONTEXT)
    yield from _known(move, name, [item for key in IDENTITY_LISTS & entries.keys() for item in entries[key].elements()])
    yield from _known(move, name, [entries["Header"]] if token and "Header" in entries else [])
    kept = entries.get("ReauthorizeEvery")
    if not token and kept is not None and is_never(kept) and any(key in wanted for key in IDENTITY_LISTS):
        yield move.find(IDENTITY_REQUIRED, f"Authorizer {name} is asked even where a source is missing.", identity)
    wanted["ReauthorizeEvery"] = yield from _seconds(move, name, entries.get("ReauthorizeEvery"))
    for key, value in entries.items():
        if key == "ValidationExpression" and token:
            what = f"Authorizer {name} is asked about every token; those that do not match the expression too."
            yield move.find(AUTHORIZER_VALIDATION, what, value)
        elif key not in (*wanted, "Header"):
            yield move.find(
                DROPPED_SETTING, f"`Identity.{key}` of authorizer {name} is removed. It has no effect.", value
            )
    yield Put(("Auth", "Authorizers", name, "Identity"), wanted)


def _known(move: Move, name: str, sources: Iterable[Node]) -> Iterator[Step]:
    """SAM takes parameters in the Auth of a REST API, and only literal names in that of an HTTP API."""
    for source in sources:
        if literal(source) is None and not source.is_null:
            yield move.find(UNSUPPORTED_SHAPE, f"An identity source of authorizer {name} is no literal name.", source)


def _seconds(move: Move, name: str, node: Node | None) -> Generator[Step, None, Wanted]:
    """How long decisions are kept; SAM takes null for none given."""
    if node is None or node.is_null:
        return DEFAULT_TTL
    text = literal(node) or ""
    if not text.isdecimal():
        yield move.find(UNSUPPORTED_SHAPE, f"`ReauthorizeEvery` of authorizer {name} is no literal number.", node)
    return int(text) if text.isdecimal() and node.flavour != "int" else node


def is_never(node: Node) -> bool:
    """Whether decisions are kept for no time at all.

    Arguments:
        node: a number of seconds.
    """
    text = literal(node) or ""
    return text.isdecimal() and int(text) == 0


def _context(move: Move, name: str, context: Node | None, lost: tuple[str, ...]) -> Iterator[Step]:
    for item in context.elements() if context is not None and is_list(context) else ():
        variable = literal(item)
        if variable is None or variable.startswith(lost):
            yield move.find(
                AUTHORIZER_IDENTITY, f"Authorizer {name} is identified by `context.{variable or '?'}`.", item
            )


HTTP_READ = KEPT | {
    "AuthorizerPayloadFormatVersion",
    "EnableFunctionDefaultPermissions",
    "EnableSimpleResponses",
    "Identity",
}


def to_rest(move: Move) -> Iterator[Step]:
    """Rewrite every Lambda authorizer of the HTTP API to one of type REQUEST."""
    for name, node in move.auth.authorizers.items():
        if is_map(node) and node.get("JwtConfiguration") is not None:
            continue
        identity = node.get("Identity") if is_map(node) else None
        if not is_map(node) or node.get("FunctionArn") is None or (identity is not None and not is_map(identity)):
            yield move.find(UNSUPPORTED_SHAPE, f"Authorizer {name} is no Lambda authorizer that SAM understands.", node)
            continue
        yield from _of_http(move, name, node, identity)


def _of_http(move: Move, name: str, node: Node, identity: Node | None) -> Iterator[Step]:
    path = ("Auth", "Authorizers", name)
    version, simple = node.get("AuthorizerPayloadFormatVersion"), node.get("EnableSimpleResponses")
    function = function_of(move.template, node.get("FunctionArn"))
    follows, reason = move.follows(function), why(move, function)
    if not follows and (version is None or version.text.removesuffix(".0") != "1"):
        yield move.find(AUTHORIZER_PAYLOAD, f"Authorizer {name} takes events of payload 2.0.{reason}", version or node)
    elif not follows:
        yield move.find(AUTHORIZER_HEADERS, f"Authorizer {name} may look headers up in lower case.", version)
    if is_true(simple) and not follows:
        yield move.find(SIMPLE_RESPONSES, f"Authorizer {name} answers yes or no.{reason}", simple)
    yield Put((*path, "FunctionPayloadType"), "REQUEST", "AuthorizerPayloadFormatVersion")
    if simple is not None:
        yield Drop((*path, "EnableSimpleResponses"))
    yield from _context(move, name, identity.get("Context") if identity is not None else None, HTTP_ONLY_CONTEXT)
    # T12: an HTTP API does not cache unless told to, a REST API does. Without sources SAM wants a TTL of 0.
    kept = identity.get("ReauthorizeEvery") if identity is not None else None
    kept = None if kept is not None and kept.is_null else kept
    if kept is None:
        yield Put((*path, "Identity", "ReauthorizeEvery"), 0)
    elif not is_never(kept) and identity is not None and not IDENTITY_LISTS & identity.entries().keys():
        what = f"Authorizer {name} keeps answers and has no identity source to keep them by."
        yield move.find(UNSUPPORTED_SHAPE, what, kept)
    if identity is not None and IDENTITY_LISTS & identity.entries().keys() and (kept is None or is_never(kept)):
        what = f"Authorizer {name} will be asked about requests without its identity sources too."
        yield move.find(IDENTITY_UNCHECKED, what, identity)
    yield from _permission_of_http(move, name, node)
    for key, value in node.entries().items():
        if key not in HTTP_READ:
            yield move.find(
                DROPPED_SETTING, f"`{key}` of authorizer {name} is removed. SAM ignores it on an HTTP API.", value
            )
            yield Drop((*path, key))


def _permission_of_http(move: Move, name: str, node: Node) -> Iterator[Step]:
    """T11, the other way: a REST API makes the permission unless told not to."""
    enabled = node.get("EnableFunctionDefaultPermissions")
    path = ("Auth", "Authorizers", name, "EnableFunctionDefaultPermissions")
    if boolean(enabled):
        yield Drop(path)
        return
    by_hand = any(r.type == "AWS::Lambda::Permission" for r in move.template.resources.values())
    if by_hand or node.get("FunctionInvokeRole") is not None:
        yield move.find(
            AUTHORIZER_PERMISSION, f"The permission to call authorizer {name} is not made by SAM.", enabled or node
        )
        was = "EnableFunctionDefaultPermissions" if enabled is not None else None
        yield Put((*path[:-1], "DisableFunctionDefaultPermissions"), True, was)
        return
    yield move.find(
        AUTHORIZER_PERMISSION, f"Authorizer {name} could not be called; SAM makes the permission now.", enabled or node
    )
    if enabled is not None:
        yield Drop(path)


CONCERN = Concern(
    "lambda-authorizer",
    (
        LAMBDA_AUTHORIZER,
        AUTHORIZER_VALIDATION,
        AUTHORIZER_IDENTITY,
        AUTHORIZER_PERMISSION,
        AUTHORIZER_PAYLOAD,
        AUTHORIZER_HEADERS,
        SIMPLE_RESPONSES,
        IDENTITY_UNCHECKED,
        IDENTITY_REQUIRED,
    ),
    to_http,
    to_rest=to_rest,
)
