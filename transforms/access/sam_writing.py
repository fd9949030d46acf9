"""Authorizers of SAM's `Auth`, written for the other kind of API."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import Drop, Put, Step
from migrator.text.operations import Moved, Wanted
from migrator.text.values import Value, entries_of, present

from .fact import LambdaAuthorizer, TokenAuthorizer
from .sam import HEADER, IDENTITY, PAYLOAD, PERMISSION


def write_lambda(fact: LambdaAuthorizer, version: str, *, permission: bool | None) -> Iterator[Step]:
    """Write a Lambda authorizer of ``Auth`` for the other kind of API.

    Arguments:
        version: the payload version of its events on an HTTP API.
        permission: whether SAM makes the permission to call it; None where a REST API makes it anyway.
    """
    path = ("Auth", "Authorizers", fact.origin.name)
    if fact.origin.kind == "rest":
        yield from _lambda_of_http(fact, path, version, permission=bool(permission))
    else:
        yield from _lambda_of_rest(fact, path, permission=permission)
    for key, _ in fact.origin.ignored:
        if not key.startswith("Identity."):
            yield Drop((*path, key))


def _lambda_of_http(fact: LambdaAuthorizer, path: tuple[str, ...], version: str, *, permission: bool) -> Iterator[Step]:
    yield Put((*path, PAYLOAD), version)
    if permission:  # T11: SAM makes the permission for a REST API by default, for an HTTP API on request
        yield Put((*path, PERMISSION["http"]), True, PERMISSION["rest"] if fact.permission is not None else None)
    elif fact.permission is not None:
        yield Drop((*path, PERMISSION["rest"]))
    yield Put((*path, "Identity"), _identity(fact))
    if fact.origin.node.get("FunctionPayloadType") is not None:
        yield Drop((*path, "FunctionPayloadType"))


def _lambda_of_rest(fact: LambdaAuthorizer, path: tuple[str, ...], *, permission: bool | None) -> Iterator[Step]:
    yield Put((*path, "FunctionPayloadType"), "REQUEST", PAYLOAD)
    if fact.simple is not None:
        yield Drop((*path, "EnableSimpleResponses"))
    if fact.told is not fact.ttl:  # T12: a REST API keeps decisions unless told not to
        yield Put((*path, "Identity", "ReauthorizeEvery"), fact.told)
    if permission is False:
        yield Put((*path, PERMISSION["rest"]), True, PERMISSION["http"] if fact.permission is not None else None)
    elif fact.permission is not None:
        yield Drop((*path, PERMISSION["http"]))


def _identity(fact: LambdaAuthorizer) -> Wanted:
    """``Identity`` for an HTTP API (T10: it knows no `Header`, and would then ask for no identity at all)."""
    identity = fact.origin.node.get("Identity")
    entries = entries_of(identity)
    wanted: dict[str, Wanted] = {}
    if fact.token:
        (source,) = fact.sources
        moved = "Header" in entries and not entries["Header"].is_null
        wanted["Headers"] = Moved("Header", [source.node]) if moved else [source.name]
    else:
        wanted.update((key, node) for key, node in entries.items() if key in IDENTITY)
    wanted["ReauthorizeEvery"] = fact.told
    return wanted


def write_jwt(fact: TokenAuthorizer, configuration: Wanted) -> Iterator[Step]:
    """Write a Cognito authorizer of ``Auth`` as a JWT authorizer.

    Arguments:
        configuration: its issuer and audience.
    """
    source = f"{HEADER}{fact.header or 'Authorization'}"
    identity = fact.origin.node.get("Identity")
    wanted: dict[str, Wanted] = {
        "JwtConfiguration": Moved("UserPoolArn", configuration),
        "IdentitySource": Moved("Identity", source) if identity is not None else source,
    }
    if fact.scopes is not None:
        wanted["AuthorizationScopes"] = fact.scopes
    yield Put(("Auth", "Authorizers", fact.origin.name), wanted)


def write_cognito(fact: TokenAuthorizer, pool: Value, expression: Value) -> Iterator[Step]:
    """Write a JWT authorizer of ``Auth`` as a Cognito authorizer.

    Arguments:
        pool: ARN of the user pool.
        expression: what tokens must match; None for anything.
    """
    header = None if fact.header == "Authorization" else fact.header
    identity = present({"Header": header, "ValidationExpression": expression})
    wanted: dict[str, Wanted] = {"UserPoolArn": Moved("JwtConfiguration", pool)}
    if identity:
        wanted["Identity"] = Moved("IdentitySource", identity)
    if fact.scopes is not None:
        wanted["AuthorizationScopes"] = fact.scopes
    yield Put(("Auth", "Authorizers", fact.origin.name), wanted)
