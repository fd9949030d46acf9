"""Tokens of an issuer: a Cognito user pool of a REST API is the issuer of a JWT authorizer of an HTTP API."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from migrator.concern import Concern, Step, View
from migrator.sam.template import Event
from migrator.text.node import Node
from migrator.text.values import Value, get, given, is_list, items_of

from ..reading.definition import document, operations, some_scopes
from . import issuers, sam, sam_writing
from .audience import audience
from .expression import expression
from .fact import TokenAuthorizer
from .origins import faults, ignored, unnamed_header
from .pools import issuer_of, pool_arn_of
from .scheme_writing import cognito_scheme, jwt_scheme
from .token_codes import CLAIMS_FORMAT, JWT_ISSUER, JWT_SOURCE, JWT_TOKENS, MULTIPLE_POOLS, POOL_REFERENCE, SAME_ACCOUNT


def migrate(view: View) -> Iterator[Step]:
    """Rewrite every authorizer of ``Auth`` that takes tokens for the other kind of API."""
    for fact in sam.authorizers(view):
        if not isinstance(fact, TokenAuthorizer):
            continue
        if fact.origin.kind == "rest":
            configuration = yield from jwt(view, fact)
            if configuration is not None:
                yield from sam_writing.write_jwt(fact, configuration)
        elif (function := issuers.made(view).get(fact.origin.name)) is not None:
            yield from _faults(view, fact)
            yield from issuers.write(view, function)
        elif (found := (yield from cognito(view, fact))) is not None:
            yield from sam_writing.write_cognito(fact, *found)


def scheme(view: View, fact: TokenAuthorizer) -> Generator[Step, None, Value]:
    """State what the scheme of a definition becomes whose authorizer takes tokens."""
    if fact.origin.kind == "rest":
        configuration = yield from jwt(view, fact)
        return jwt_scheme(fact, configuration) if configuration is not None else fact.origin.node
    found = yield from cognito(view, fact)
    return cognito_scheme(fact, *found) if found is not None else fact.origin.node


# -- to HTTP ------------------------------------------------------------------------------------------------------


def jwt(view: View, fact: TokenAuthorizer) -> Generator[Step, None, dict[str, Value] | None]:
    """The issuer and the audience that stand for a user pool; None when it is several pools, or none.

    Arguments:
        fact: a Cognito authorizer of a REST API.
    """
    origin, pools = fact.origin, items_of(fact.pools)
    yield from _faults(view, fact)
    pool = pools[0] if len(pools) == 1 else fact.pools
    if pool is None:
        return None
    if is_list(pool):
        yield view.find(MULTIPLE_POOLS, f"Authorizer {origin.name} takes tokens of {len(pools)} user pools.", pool)
        return None
    issuer = issuer_of(view.template, pool)
    if issuer is None:
        what = f"The user pool of authorizer {origin.name} cannot be identified from this template."
        yield view.find(POOL_REFERENCE, what, pool)
    routes = scoped(view, fact)
    clients = yield from audience(view, fact, pool, routes)
    if fact.header is None and origin.spelling == "sam":
        yield view.find(POOL_REFERENCE, unnamed_header(origin), fact.source)
    yield from _claims(view, fact)
    if not some_scopes(fact.scopes) and not (routes and all(routes)):
        what = f"Authorizer {origin.name} asks for no scope, so it will accept access tokens as well as ID tokens."
        yield view.find(JWT_TOKENS, what, origin.node)
    return {"issuer": issuer, "audience": clients}


# -- to REST ------------------------------------------------------------------------------------------------------


def cognito(view: View, fact: TokenAuthorizer) -> Generator[Step, None, tuple[Value, Value] | None]:
    """The user pool and the expression that stand for an issuer and its audience; None when it is no user pool.

    Arguments:
        fact: a JWT authorizer of an HTTP API.
    """
    name, node, issuer = fact.origin.name, fact.origin.node, fact.issuer
    pool, assumed = pool_arn_of(view.template, issuer) if issuer is not None else (None, False)
    if pool is None:
        yield _foreign(view, fact)
        return None
    if assumed:
        what = f"The issuer of authorizer {name} does not name an account; the stack's own account is assumed."
        yield view.find(SAME_ACCOUNT, what, issuer)
    if fact.header is None:
        what = f"Authorizer {name} does not read its token from one header."
        yield view.find(JWT_SOURCE, what, fact.source or node)
    clients = yield from expression(view, fact, scoped(view, fact))
    yield from _faults(view, fact)
    yield from _claims(view, fact)
    return pool, clients


def _foreign(view: View, fact: TokenAuthorizer) -> Step:
    what = f"The issuer of authorizer {fact.origin.name} is not a Cognito user pool we can identify."
    why = (issuers.obstacle(view, fact) if fact.origin.spelling == "sam" else issuers.DEFINED) or ""
    told = f"{what} {why}" if issuers.asked(view) and why else what
    return view.find(JWT_ISSUER, told, fact.issuer or fact.origin.node, remedy=issuers.BY_HAND if why else "")


# -- both ---------------------------------------------------------------------------------------------------------


def scoped(view: View, fact: TokenAuthorizer) -> list[bool]:
    """For each route behind an authorizer, whether it asks for scopes."""
    name, own = fact.origin.name, some_scopes(fact.scopes)
    found = [bool(op.asks[name].items) for op in operations(view) if name in op.asks]
    events = [event for event in view.api.events if view.auth.of(event) == name and not _asks(view, event)]
    found += [_is_scoped(get(view.auth.own(event), "AuthorizationScopes"), fact) for event in events]
    if view.auth.default == name and any(not op.asks and op.kind != "mock" for op in operations(view)):
        found.append(own)
    return found


def _is_scoped(scopes: Node | None, fact: TokenAuthorizer) -> bool:
    """Whether a route asks for scopes, of its own or of its authorizer, which an empty list clears on a REST API (T14)."""
    cleared = given(scopes) is not None and fact.origin.kind == "rest"
    return some_scopes(scopes) or (some_scopes(fact.scopes) and not cleared)


def _asks(view: View, event: Event) -> bool:
    """Whether the definition says who may call the route of an event."""
    body = document(view)
    operation = body.at(event) if body is not None else None
    return operation is not None and bool(operation.asks)


def _faults(view: View, fact: TokenAuthorizer) -> Iterator[Step]:
    origin = fact.origin
    yield from faults(view, origin)
    yield from ignored(view, origin, {})


def _claims(view: View, fact: TokenAuthorizer) -> Iterator[Step]:
    if not scoped(view, fact):
        return  # no route is behind it
    to_http = fact.origin.kind == "rest"
    lists, times = ("`[a b]`", "`a,b`") if to_http else ("`a,b`", "`[a b]`"), "seconds" if to_http else "a date"
    what = (
        f"Handlers behind authorizer {fact.origin.name} will get list claims as {lists[0]}, no longer as {lists[1]}, and "
        f"`exp` and `iat` as {times}."
    )
    yield view.find(CLAIMS_FORMAT, what, fact.origin.node)


CONCERN = Concern("cognito", migrate, to_rest=migrate)
