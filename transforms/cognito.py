"""Cognito user pools: on an HTTP API they are the issuer of a JWT authorizer."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator

from migrator.concern import Concern, Move, Moved, Put, Step, Wanted
from migrator.findings import Code, Example, Level
from migrator.operations import Insert
from migrator.tree import Node
from migrator.values import (
    Tagged,
    Value,
    attribute,
    data,
    intrinsic,
    is_list,
    is_map,
    literal,
    ref,
    ref_target,
    sub,
)  # fmt: skip

from . import pages
from .settings import DROPPED_SETTING

JWT_AUDIENCE = Code(
    "jwt-audience",
    Level.BLOCKER,
    "No app client of the Cognito user pool is known.",
    "A REST API takes tokens of every app client of the pool. A JWT authorizer takes those of the clients in its audience, and API Gateway "
    "refuses one without an audience.",
    "Name the clients with `--audience AUTHORIZER=CLIENT_ID`, or a template parameter for one with `--audience AUTHORIZER=param:NAME`.",
    pages.JWT,
    Example(
        "UserPoolArn: !GetAtt Pool.Arn",
        "JwtConfiguration:\n  issuer: !Sub https://…/${Pool}\n  audience: [!Ref Client]",
    ),
    acceptable=False,
    security=True,
)
MULTIPLE_POOLS = Code(
    "cognito-multiple-pools",
    Level.BLOCKER,
    "One Cognito authorizer takes tokens of several user pools.",
    "A JWT authorizer has one issuer, and a route has one authorizer.",
    "Use one pool, or a Lambda authorizer that checks the tokens of all of them.",
    pages.JWT,
    acceptable=False,
    security=True,
)
POOL_REFERENCE = Code(
    "cognito-pool",
    Level.BLOCKER,
    "The user pool is given in a form that no issuer can be made from.",
    "A JWT authorizer needs the issuer's URL, which holds the pool's region and id.",
    "Give the pool by `!GetAtt Pool.Arn`, by its ARN, or by a parameter that holds the ARN.",
    pages.JWT,
    acceptable=False,
    security=True,
)
CLIENT_EXPRESSION = Code(
    "cognito-validation",
    Level.BLOCKER,
    "A validation expression limits which app clients may call, and it is no plain list of client ids.",
    "A JWT authorizer takes a list of client ids, no pattern.",
    "Name the clients with `--audience AUTHORIZER=CLIENT_ID`; the expression is dropped then.",
    pages.JWT,
    Example("ValidationExpression: '^(abc|def)$'", "audience: [abc, def]"),
    acceptable=False,
    security=True,
    announces=frozenset({"authorizer.clients", "authorizer.expression"}),
)
JWT_CLIENTS = Code(
    "jwt-clients",
    Level.WARNING,
    "Only tokens of the listed app clients are taken from now on.",
    "A REST API takes tokens of every app client of the pool; clients made outside this template cannot be seen from here and get 401.",
    "Add clients that are missing with `--audience AUTHORIZER=CLIENT_ID`.",
    pages.JWT,
    security=True,
)
JWT_TOKENS = Code(
    "jwt-tokens",
    Level.WARNING,
    "Without scopes, access tokens are taken as well as ID tokens.",
    "A REST API without scopes takes ID tokens of a Cognito pool; a JWT authorizer takes ID and access tokens of its audience.",
    "If handlers read claims that only ID tokens have (`email`, `cognito:username`), check that they cope, or ask for a scope.",
    pages.COGNITO,
    security=True,
)
CLAIMS_FORMAT = Code(
    "claims-format",
    Level.WARNING,
    "Claims that are lists or times reach handlers in another spelling.",
    "`cognito:groups` arrives as `[a b]` instead of `a,b`, and `exp` and `iat` as seconds instead of a date. With payload 1.0 claims stay "
    "under `requestContext.authorizer.claims`.",
    "Check handlers that read groups or times from claims.",
    pages.PAYLOAD,
)
NEW_PARAMETER = Code(
    "audience-parameter",
    Level.INFO,
    "A template parameter holds the app client id.",
    "You asked for it with `--audience AUTHORIZER=param:NAME`.",
    "Give it a value when you deploy.",
    pages.JWT,
)

POOL = "AWS::Cognito::UserPool"
CLIENT = "AWS::Cognito::UserPoolClient"

_ARN = re.compile(
    r"^arn:(?P<partition>aws[\w-]*):cognito-idp:(?P<region>[\w-]+):(?P<account>\d*):userpool/(?P<id>[\w-]+)$"
)
_SUB_ARN = re.compile(
    r"^arn:(?:aws|\$\{AWS::Partition\}):cognito-idp:(?P<region>\$\{AWS::Region\}|[\w-]+):(?:\$\{AWS::AccountId\}|\d+):userpool/(?P<id>[^/]+)$"
)
_VARIABLE = re.compile(r"^\$\{([^!}]+)\}$")
_ISSUER = "https://cognito-idp.{region}.amazonaws.com/{id}"
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
    issuer = issuer_of(move, pool)
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


# -- issuer ---------------------------------------------------------------------------------------------------


def issuer_of(move: Move, pool: Node) -> Value:
    """The issuer's URL for a ``UserPoolArn``; None when it cannot be told."""
    call = intrinsic(pool)
    if call is None:
        found = _ARN.match(literal(pool) or "")
        return _ISSUER.format(**found.groupdict()) if found else None
    if call.name == "If" and len(branches := call.argument.elements()) == 3:
        issuers = [issuer_of(move, branch) for branch in branches[1:]]
        return Tagged("If", [branches[0], *issuers]) if None not in issuers else None
    if call.name == "GetAtt":
        return _of_attribute(move, pool)
    if call.name == "Sub":
        return _of_sub(call.text)
    name = ref_target(pool)
    resource = move.template.resources.get(name or "")
    if resource is not None:
        return None  # Ref of a pool is its id, not its ARN: the authorizer is broken today
    if (name is not None and name in move.template.parameters) or call.name in ("ImportValue", "FindInMap"):
        return _of_value(pool)
    return None


def _of_attribute(move: Move, pool: Node) -> Value:
    found = attribute(pool)
    if found is None or (found[1] not in ("Arn", "Outputs.Arn") and not found[1].startswith("Outputs.")):
        return None
    resource = move.template.resources.get(found[0])
    if resource is not None and resource.type == POOL and found[1] == "Arn":
        return sub(_ISSUER.format(region="${AWS::Region}", id=f"${{{found[0]}}}"))
    if resource is not None and found[1].startswith("Outputs."):
        return _of_value(pool)  # an ARN that a nested stack puts out
    return None


def _of_sub(text: str | None) -> Value:
    found = _SUB_ARN.match(text or "")
    if found is not None:
        return sub(_ISSUER.format(**found.groupdict()))
    return None


def _of_value(pool: Node) -> Value:
    """The issuer cut out of a value that holds the pool's ARN; CloudFormation does the cutting."""
    arn = data(pool)
    region = Tagged("Select", [3, Tagged("Split", [":", arn])])
    identifier = Tagged("Select", [1, Tagged("Split", ["/", arn])])
    return Tagged("Sub", [_ISSUER.format(region="${Region}", id="${PoolId}"), {"Region": region, "PoolId": identifier}])


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
    clients = list(_clients(move, pool))
    if not clients:
        what = f"No app client of the user pool of authorizer {name} is in this template."
        remedy = f"Run again with `--audience {name}=CLIENT_ID`, or `--audience {name}=param:UserPoolClientId` to add a template parameter."
        yield move.find(JWT_AUDIENCE, what, pool, remedy=remedy)
        return []
    yield move.find(JWT_CLIENTS, f"Authorizer {name} takes tokens of {_names(clients)} only.", node)
    return [value for _, value in clients]


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


def _clients(move: Move, pool: Node) -> Iterator[tuple[str, Value]]:
    """App clients of the template that belong to a pool, with the value that stands for each."""
    wanted = _identity_of(pool)
    for resource in move.template.resources.values():
        owner = resource.local.get("UserPoolId") if resource.type == CLIENT and resource.local is not None else None
        if owner is None or wanted is None or _identity_of(owner) != wanted:
            continue
        condition = literal(resource.node.get("Condition"))
        value: Value = ref(resource.id)
        yield resource.id, Tagged("If", [condition, value, ref("AWS::NoValue")]) if condition else value


def _identity_of(pool: Node) -> str | None:
    """What tells a pool from others: a logical id, a parameter or a literal id."""
    found = attribute(pool)
    if found is not None:
        return found[0] if found[1] in ("Arn", "UserPoolId") else None
    if (name := ref_target(pool)) is not None:
        return name
    call = intrinsic(pool)
    text = call.text if call is not None and call.name == "Sub" else literal(pool)
    tail = (text or "").rpartition("/")[2]
    variable = _VARIABLE.match(tail)
    return variable[1] if variable else tail or None


def _names(clients: list[tuple[str, Value]]) -> str:
    return ", ".join(name for name, _ in clients)


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
    ),
    to_http,
)
