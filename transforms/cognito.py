"""Cognito user pools: on an HTTP API they are the issuer of a JWT authorizer."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator

from migrator.concern import Concern, Move, Put, Step
from migrator.findings import Level
from migrator.text.operations import Insert, Moved, Wanted
from migrator.text.tree import Node
from migrator.text.values import (
    Value,
    attribute,
    intrinsic,
    is_list,
    is_map,
    literal,
    ref,
    ref_target,
    sub,
)  # fmt: skip

from .api import UNSUPPORTED_SHAPE
from .cognito_codes import (
    ACCESS_TOKENS,
    ANY_CLIENT,
    CLAIMS_FORMAT,
    CLIENT_EXPRESSION,
    JWT_AUDIENCE,
    JWT_CLIENTS,
    JWT_ISSUER,
    JWT_SOURCE,
    JWT_TOKENS,
    MULTIPLE_POOLS,
    NEW_PARAMETER,
    POOL_REFERENCE,
    SAME_ACCOUNT,
)
from .openapi_document import document
from .settings import DROPPED_SETTING
from .user_pools import clients_of, issuer_of, pool_arn_of

MAX_CLIENTS = 50
"""App clients of one JWT authorizer. Source: API Gateway quotas, audiences per authorizer."""

_HEADER = "$request.header."
_CLIENT_LIST = re.compile(r"^\^?\(?(?P<ids>[a-z0-9]+(?:\|[a-z0-9]+)*)\)?\$?$")
_READ = frozenset({"UserPoolArn", "Identity", "AuthorizationScopes"})


def is_cognito(node: Node) -> bool:
    """Whether SAM takes an authorizer of a REST API for a Cognito one."""
    return is_map(node) and node.get("UserPoolArn") is not None


def to_http(move: Move) -> Iterator[Step]:
    """Rewrite every Cognito authorizer of the API to a JWT authorizer."""
    for name, node in move.auth.authorizers.items():
        if is_cognito(node):
            yield from _authorizer(move, name, node)


def _authorizer(move: Move, name: str, node: Node) -> Iterator[Step]:
    pool, identity = node.get("UserPoolArn"), node.get("Identity")
    assert pool is not None  # noqa: S101 - it is what makes the authorizer a Cognito one
    expression = node.get("Identity", "ValidationExpression")
    configuration = yield from jwt_configuration(move, name, node, pool, expression)
    if configuration is None:
        return
    header = identity.get("Header") if identity is not None else None
    source: Value = f"$request.header.{literal(header) or 'Authorization'}"
    if header is not None and literal(header) is None:
        yield move.find(POOL_REFERENCE, f"The header of authorizer {name} is no literal name.", header)
    wanted: dict[str, Wanted] = {
        "JwtConfiguration": Moved("UserPoolArn", configuration),
        "IdentitySource": Moved("Identity", source) if identity is not None else source,
    }
    if (scopes := node.get("AuthorizationScopes")) is not None:
        wanted["AuthorizationScopes"] = scopes
        if not scopes.is_null and (not is_list(scopes) or any(literal(item) is None for item in scopes.elements())):
            # T16: SAM reads parameters in the Auth of a REST API, and takes texts only in that of an HTTP API.
            yield move.find(UNSUPPORTED_SHAPE, f"Scopes of authorizer {name} are no list of literal texts.", scopes)
    yield Put(("Auth", "Authorizers", name), wanted)
    yield from _consequences(move, name, node)


def jwt_configuration(
    move: Move, name: str, node: Node, pool: Node, expression: Node | None
) -> Generator[Step, None, dict[str, Value] | None]:
    """The issuer and the audience that stand for a user pool; None when it is several pools.

    Arguments:
        name: the authorizer's name, by which ``--audience`` knows it.
        node: the authorizer, for findings.
        pool: the ARN of its user pool, or a list of one.
        expression: what tokens have to match; None for anything.
    """
    if is_list(pool) and len(pool.elements()) == 1:
        pool = pool.elements()[0]
    if is_list(pool):
        yield move.find(MULTIPLE_POOLS, f"Authorizer {name} takes tokens of {len(pool.elements())} user pools.", pool)
        return None
    issuer = issuer_of(move.template, pool)
    if issuer is None:
        yield move.find(POOL_REFERENCE, f"The user pool of authorizer {name} cannot be told from here.", pool)
    audience = yield from _audience(move, name, node, pool, expression)
    return {"issuer": issuer, "audience": audience}


def _consequences(move: Move, name: str, node: Node) -> Iterator[Step]:
    """What clients and handlers will notice."""
    yield move.find(
        CLAIMS_FORMAT, f"Handlers behind authorizer {name} get list and time claims in another spelling.", node
    )
    routes = [e for e in move.api.events if move.auth.of(e) == name]
    scoped = [
        e for e in routes if e.properties is not None and e.properties.get("Auth", "AuthorizationScopes") is not None
    ]
    if node.get("AuthorizationScopes") is None and (len(scoped) < len(routes) or not routes):
        yield move.find(JWT_TOKENS, f"Authorizer {name} asks for no scope, so it takes access tokens too.", node)
    for key, value in node.entries().items():
        if key not in _READ:
            yield move.find(
                DROPPED_SETTING,
                f"`{key}` of authorizer {name} is removed. It has no effect on a Cognito authorizer.",
                value,
            )


# -- audience -------------------------------------------------------------------------------------------------


def _audience(
    move: Move, name: str, node: Node, pool: Node, expression: Node | None
) -> Generator[Step, None, list[Value]]:
    """App clients of the pool: those the user names, those of the expression, those of the template."""
    listed = _CLIENT_LIST.match(literal(expression) or "") if expression is not None else None
    asked = dict(move.options.audiences).get(name)
    if asked:
        if expression is not None:
            what = f"Authorizer {name} takes tokens of the clients that you named; its expression is dropped."
            yield move.find(CLIENT_EXPRESSION, what, expression, level=Level.WARNING)
        return (yield from _asked(move, asked, node))
    if expression is not None and listed is None:
        yield move.find(
            CLIENT_EXPRESSION, f"Authorizer {name} takes tokens of clients that match an expression.", expression
        )
        return []
    if listed is not None:
        yield move.find(
            JWT_CLIENTS, f"Authorizer {name} takes tokens of the clients in its expression.", node, level=Level.INFO
        )
        return [*listed["ids"].split("|")]
    clients = list(clients_of(move.template, pool))
    if not clients:
        what = f"No app client of the user pool of authorizer {name} is in this template."
        remedy = f"Run again with `--audience {name}=CLIENT_ID`, or `--audience {name}=param:UserPoolClientId` to add a template parameter."
        yield move.find(JWT_AUDIENCE, what, pool, remedy=remedy)
        return []
    yield move.find(JWT_CLIENTS, f"Authorizer {name} takes tokens of {_names(clients)} only.", node)
    if len(clients) > MAX_CLIENTS:
        what = (
            f"The user pool of authorizer {name} has {len(clients)} app clients; a JWT authorizer takes {MAX_CLIENTS}."
        )
        yield move.find(
            JWT_AUDIENCE, what, pool, remedy=f"Name those that call this API: `--audience {name}=CLIENT_ID`."
        )
    if conditions := _may_be_none(move, pool, [client for client, _ in clients]):
        what = (
            f"Every app client of the user pool of authorizer {name} has a condition ({', '.join(conditions)}). Where none "
            "holds, the audience is empty, which API Gateway refuses."
        )
        remedy = (
            f"Name a client that is always there: `--audience {name}=CLIENT_ID`; or give the API the same condition."
        )
        yield move.find(JWT_AUDIENCE, what, pool, remedy=remedy)
    return [value for _, value in clients]


def _may_be_none(move: Move, pool: Node, clients: list[str]) -> list[str]:
    """The conditions of the clients, unless one client is there whenever the API is."""
    resources = move.template.resources
    found = {literal(resources[client].node.get("Condition")) for client in clients}
    owner = resources.get((attribute(pool) or ("",))[0])
    around = {literal(each.node.get("Condition")) for each in (move.api.resource, owner) if each is not None}
    functions = {literal(event.owner.node.get("Condition")) for event in move.api.events}
    if move.api.implicit and len(functions) == 1:
        around |= functions
    named = {condition for condition in found if condition is not None}
    return [] if None in found or named & around or _is_one_or_other(move, named) else sorted(named)


def _is_one_or_other(move: Move, conditions: set[str]) -> bool:
    """Whether one of the conditions is the plain opposite of another, so that one of them always holds."""
    section = move.template.section("Conditions")
    opposites = {name: _opposite(section.get(name)) for name in conditions} if section is not None else {}
    return any(opposite in conditions for opposite in opposites.values())


def _opposite(condition: Node | None) -> str | None:
    """The condition that this one is ``!Not`` of."""
    call = intrinsic(condition)
    parts = call.argument.elements() if call is not None and call.name == "Not" else []
    if len(parts) != 1:
        return None
    inner = intrinsic(parts[0])
    return literal(parts[0].get("Condition")) if inner is None else inner.text if inner.name == "Condition" else None


def _asked(move: Move, asked: tuple[str, ...], node: Node) -> Generator[Step, None, list[Value]]:
    values: list[Value] = []
    for one in asked:
        parameter = one.removeprefix("param:")
        if parameter == one:
            values.append(one)
            continue
        values.append(ref(parameter))
        if parameter not in move.template.parameters:
            yield move.find(NEW_PARAMETER, f"Parameter `{parameter}` is added to the template.", node)
            yield _new_parameter(move, parameter)
    return values


def _new_parameter(move: Move, name: str) -> Insert:
    value: Value = {"Type": "String", "Description": "App client that may call the API"}
    section = move.template.section("Parameters")
    if section is not None:
        return Insert(section, name, value)
    return Insert(move.template.root, "Parameters", {name: value}, before="Resources")


def _names(clients: list[tuple[str, Value]]) -> str:
    return ", ".join(name for name, _ in clients)


# -- to-rest ---------------------------------------------------------------------------------------------------


def to_rest(move: Move) -> Iterator[Step]:
    """Rewrite every JWT authorizer of the API to a Cognito authorizer."""
    for name, node in move.auth.authorizers.items():
        if is_map(node) and node.get("JwtConfiguration") is not None:
            yield from _jwt(move, name, node)


def _jwt(move: Move, name: str, node: Node) -> Iterator[Step]:
    settings = {key.lower(): value for key, value in node.get("JwtConfiguration").entries().items()}  # type: ignore[union-attr]
    issuer = settings.get("issuer")
    arn, assumed = pool_arn_of(move.template, issuer) if issuer is not None else (None, False)
    if arn is None:
        yield move.find(
            JWT_ISSUER, f"The issuer of authorizer {name} is no Cognito user pool that can be told.", issuer or node
        )
        return
    if assumed:
        yield move.find(
            SAME_ACCOUNT, f"The user pool of authorizer {name} is taken to be in the stack's own account.", issuer
        )
    identity: dict[str, Wanted] = {}
    header = yield from token_header(move, name, node, node.get("IdentitySource"))
    if header != "Authorization":
        identity["Header"] = header
    expression = yield from client_expression(move, name, node, settings.get("audience"), _scoped(move, name, node))
    if expression is not None:
        identity["ValidationExpression"] = expression
    wanted: dict[str, Wanted] = {"UserPoolArn": Moved("JwtConfiguration", arn)}
    if identity:
        wanted["Identity"] = Moved("IdentitySource", identity)
    if (scopes := node.get("AuthorizationScopes")) is not None:
        wanted["AuthorizationScopes"] = scopes
    for key, value in node.entries().items():
        if key not in ("JwtConfiguration", "IdentitySource", "AuthorizationScopes"):
            yield move.find(DROPPED_SETTING, f"`{key}` of authorizer {name} is removed. SAM ignores it.", value)
    yield Put(("Auth", "Authorizers", name), wanted)
    yield move.find(
        CLAIMS_FORMAT, f"Handlers behind authorizer {name} get list and time claims in another spelling.", node
    )


def token_header(move: Move, name: str, node: Node, source: Node | None) -> Generator[Step, None, str]:
    """The header that a token is read from.

    Arguments:
        name: the authorizer's name.
        node: the authorizer, for findings.
        source: its identity source.
    """
    if source is not None and is_list(source) and len(source.elements()) == 1:
        source = source.elements()[0]
    header = (literal(source) or "").removeprefix(_HEADER)
    if header == literal(source) or not header:
        yield move.find(JWT_SOURCE, f"Authorizer {name} does not read its token from one header.", source or node)
        return "Authorization"
    return header


def _scoped(move: Move, name: str, node: Node) -> list[bool]:
    """For each route behind an authorizer, whether it asks for scopes."""
    own = node.get("AuthorizationScopes") is not None
    body = document(move)
    operations = body.operations if body is not None else ()
    found = [bool(op.asks[name].items) for op in operations if name in op.asks]
    for event in move.api.events:
        operation = body.at(event) if body is not None else None
        if move.auth.of(event) == name and (operation is None or not operation.asks):
            scopes = event.properties.get("Auth", "AuthorizationScopes") if event.properties is not None else None
            found.append(own or scopes is not None)
    if move.auth.default == name and any(not op.asks for op in operations):
        found.append(own)
    return found


def client_expression(
    move: Move, name: str, node: Node, audience: Node | None, scoped: list[bool]
) -> Generator[Step, None, Value]:
    """The expression that stands for an audience where it can; None when every client is taken from now on.

    Arguments:
        name: the authorizer's name.
        node: the authorizer, for findings.
        audience: the app clients that it takes today.
        scoped: for each route behind it, whether it asks for scopes.
    """
    expression = _expression(audience)
    if any(scoped) or expression is None:
        # Scopes are asked of access tokens, which have no `aud` that an expression could match.
        yield move.find(
            ANY_CLIENT, f"Authorizer {name} takes tokens of every app client of its pool.", audience or node
        )
        expression = None
    if not all(scoped) or not scoped:
        yield move.find(ACCESS_TOKENS, f"Authorizer {name} takes ID tokens only on routes without scopes.", node)
    return expression


def _expression(audience: Node | None) -> Value:
    """A pattern that the audience of an ID token matches when its client is one of those listed."""
    items = audience.elements() if audience is not None and is_list(audience) else []
    names = [f"${{{ref_target(i)}}}" if ref_target(i) is not None else _client_id(i) for i in items]
    if not names or None in names:
        return None
    text = f"^({'|'.join(name for name in names if name is not None)})$"
    return sub(text) if any(ref_target(item) is not None for item in items) else text


def _client_id(node: Node) -> str | None:
    """A literal app client, which means itself in a pattern; None for anything else, which could match more."""
    text = literal(node)
    return text if text is not None and re.fullmatch(r"\w+", text) else None


CONCERN = Concern(
    "cognito",
    (
        JWT_AUDIENCE,
        MULTIPLE_POOLS,
        POOL_REFERENCE,
        CLIENT_EXPRESSION,
        JWT_CLIENTS,
        JWT_TOKENS,
        CLAIMS_FORMAT,
        NEW_PARAMETER,
        JWT_ISSUER,
        JWT_SOURCE,
        ANY_CLIENT,
        ACCESS_TOKENS,
        SAME_ACCOUNT,
    ),
    to_http,
    to_rest=to_rest,
)
