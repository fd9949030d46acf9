"""Lambda authorizers, TOKEN and REQUEST: an HTTP API has one kind, which answers to payload 1.0 as a REST API's does."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from migrator.concern import Concern, Step, View, is_true
from migrator.sam.kinds import OTHER, PERMISSION
from migrator.sam.template import Template
from migrator.text.node import boolean
from migrator.text.operations import Remove
from migrator.text.values import Value, get, items_of

from ..codes import DROPPED_SETTING
from ..reading.functions import WRITTEN, invocation, is_allowed
from . import sam, sam_writing
from .fact import DEFAULT_TTL, LOST_CONTEXT, LambdaAuthorizer
from .lambda_codes import (
    AUTHORIZER_HEADERS,
    AUTHORIZER_IDENTITY,
    AUTHORIZER_PAYLOAD,
    AUTHORIZER_PERMISSION,
    AUTHORIZER_VALIDATION,
    FOREIGN_FUNCTION,
    IDENTITY_REQUIRED,
    IDENTITY_UNCHECKED,
    LAMBDA_AUTHORIZER,
    SIMPLE_RESPONSES,
)
from .origins import SHAPE, faults, ignored
from .requirement_codes import DEFINITION_SECURITY
from .scheme_writing import lambda_scheme

MEANT = {
    "AuthorizerResultTtlInSeconds": f"Decisions are cached for {DEFAULT_TTL} seconds today, and will be. If 0 was meant, write "
    "`Identity: {ReauthorizeEvery: 0}`.",
}
"""What to do about a setting that SAM ignores and that its owner may believe in."""


def migrate(view: View) -> Iterator[Step]:
    """Rewrite every Lambda authorizer of ``Auth`` for the other kind of API."""
    for fact in sam.authorizers(view):
        if isinstance(fact, LambdaAuthorizer):
            yield from judge(view, fact)
            if fact.target is not None:
                permission = yield from _permission(view, fact)
                yield from sam_writing.write_lambda(fact, version(view, fact), permission=permission)
                yield from _scopes(view, fact)


def _scopes(view: View, fact: LambdaAuthorizer) -> Iterator[Step]:
    """Scopes of routes behind the authorizer: only tokens have scopes, and an HTTP API takes them with a JWT only."""
    for event in view.api.events if fact.origin.kind == "rest" else ():
        auth = event.get("Auth")
        scopes = get(auth, "AuthorizationScopes")
        if auth is not None and items_of(scopes) and view.auth.of(event) == fact.origin.name:
            what = f"`AuthorizationScopes` of {event.label} is left out. A Lambda authorizer has no scopes."
            yield view.find(DROPPED_SETTING, what, scopes)
            yield Remove(auth, "AuthorizationScopes")


def scheme(view: View, fact: LambdaAuthorizer) -> Generator[Step, None, Value]:
    """State what the scheme of a definition becomes whose authorizer is a function."""
    yield from judge(view, fact)
    address: Value = fact.target
    if fact.origin.kind == "http" and (address := invocation(view, fact.target)) is None:
        what = f"Authorizer {fact.origin.name} names its function in a form that we cannot turn into an address for a REST API."
        yield view.find(DEFINITION_SECURITY, what, fact.target or fact.origin.node, remedy=WRITTEN)
    return lambda_scheme(fact, address, version(view, fact))


def version(view: View, fact: LambdaAuthorizer) -> str:
    """The payload version of its events on an HTTP API: the one that its code is proven for."""
    return "2.0" if view.follows(fact.function) else "1.0"


# -- judge --------------------------------------------------------------------------------------------------------


def judge(view: View, fact: LambdaAuthorizer) -> Iterator[Step]:
    """Say what differs once the authorizer belongs to the other kind of API."""
    origin = fact.origin
    yield from faults(view, origin)
    if fact.target is None and origin.spelling == "sam":
        return
    yield from _events(view, fact)
    yield from _lost_sources(view, fact)
    yield from (_for_http if origin.kind == "rest" else _for_rest)(view, fact)
    if _is_foreign(view, fact):
        what = (
            f"The function of authorizer {origin.name} is outside this template. Its own resource policy must allow the new "
            "API to invoke it, or every request gets 500."
        )
        yield view.find(FOREIGN_FUNCTION, what, fact.target)
    yield from ignored(view, origin, MEANT if fact.ttl is None else {})


def _lost_sources(view: View, fact: LambdaAuthorizer) -> Iterator[Step]:
    for source in fact.sources:
        if source.place == "context" and source.name.startswith((*LOST_CONTEXT[fact.origin.kind], "?")):
            named = source.name.removeprefix("?") if source.name.startswith("?") else f"context.{source.name}"
            what = (
                f"Authorizer {fact.origin.name} is identified by `{named or '?'}`, which {_other(fact)} does not have."
            )
            yield view.find(AUTHORIZER_IDENTITY, what, source.node)


def _other(fact: LambdaAuthorizer) -> str:
    return OTHER[fact.origin.kind].shown


def _events(view: View, fact: LambdaAuthorizer) -> Iterator[Step]:
    """What the function is sent from now on."""
    name, node = fact.origin.name, fact.origin.node
    if fact.origin.kind == "rest":
        sort = "TOKEN" if fact.token else "REQUEST"
        what = f"Authorizer {name} ({sort}) will receive payload {version(view, fact)} events of an HTTP API."
        yield view.find(LAMBDA_AUTHORIZER, what, node)
        return
    follows, reason = view.follows(fact.function), view.why(fact.function)
    if not follows and fact.version != "1.0":
        what = f"Authorizer {name} takes payload 2.0 events, and a REST API sends 1.0.{reason}"
        yield view.find(AUTHORIZER_PAYLOAD, what, fact.payload or node)
    elif not follows:
        what = f"Authorizer {name} will receive header names as clients write them, no longer in lower case."
        yield view.find(AUTHORIZER_HEADERS, what, fact.payload)
    if is_true(fact.simple) and not follows:
        what = f"Authorizer {name} answers yes or no, and a REST API takes policies only.{reason}"
        yield view.find(SIMPLE_RESPONSES, what, fact.simple)


_TO_CACHE_BY = "Name the identity sources, or set the cache to 0 seconds."


def _for_http(view: View, fact: LambdaAuthorizer) -> Iterator[Step]:
    name, node = fact.origin.name, fact.origin.node
    keeps_none, keeps_some = fact.spans(view.template)
    if not fact.token and fact.sources and keeps_none:
        when = "Where `ReauthorizeEvery` is 0, API Gateway today" if keeps_some else "Today API Gateway"
        what = f"{when} calls authorizer {name} even when an identity source is missing; an HTTP API answers 401 without calling it."
        yield view.find(IDENTITY_REQUIRED, what, node)
    if fact.ttl is None and not fact.sources and fact.origin.spelling == "openapi":
        what = f"Authorizer {name} caches decisions for {DEFAULT_TTL} seconds, but has no identity source to cache by."
        yield view.find(SHAPE[fact.origin.spelling], what, node, remedy=_TO_CACHE_BY)
    if fact.expression is not None:
        what = f"Authorizer {name} will also be called with tokens that do not match its validation expression."
        yield view.find(AUTHORIZER_VALIDATION, what, fact.expression)


def _for_rest(view: View, fact: LambdaAuthorizer) -> Iterator[Step]:
    name, node = fact.origin.name, fact.origin.node
    keeps_none, keeps_some = fact.spans(view.template)
    if keeps_some and not fact.sources:
        what = f"Authorizer {name} caches decisions, but has no identity source to cache by."
        yield view.find(SHAPE[fact.origin.spelling], what, fact.ttl, remedy=_TO_CACHE_BY)
    elif keeps_none and fact.sources:
        what = f"Authorizer {name} will also be called for requests that lack its identity sources{' where it caches no decisions' if keeps_some else ''}."
        yield view.find(IDENTITY_UNCHECKED, what, node)


def _is_foreign(view: View, fact: LambdaAuthorizer) -> bool:
    """Whether a function outside the template has to allow the new API, and nothing here does so for it."""
    if fact.target is None or fact.role is not None or fact.function is not None:
        return False
    if fact.origin.spelling == "sam":
        made = boolean(fact.permission) if fact.origin.kind == "http" else not boolean(fact.permission)
        if made or (fact.origin.kind == "http" and not _by_hand(view.template)):
            return False
    return not is_allowed(view, fact.target)


def _by_hand(template: Template) -> bool:
    return any(resource.type == PERMISSION for resource in template.resources.values())


def _permission(view: View, fact: LambdaAuthorizer) -> Generator[Step, None, bool | None]:
    """Whether SAM is to make the permission to call the function (T11: by default for a REST API only)."""
    name, setting = fact.origin.name, fact.permission
    if fact.origin.kind == "rest":
        if boolean(setting):
            what = f"SAM does not create the permission to call authorizer {name}; the template says so."
            yield view.find(AUTHORIZER_PERMISSION, what, setting)
        return not boolean(setting)
    if boolean(setting):
        return True
    if _by_hand(view.template) or fact.role is not None:
        what = f"SAM does not create the permission to call authorizer {name}; the template says so."
        yield view.find(AUTHORIZER_PERMISSION, what, setting or fact.origin.node)
        return False
    what = f"Nothing allows this API to call authorizer {name} today; SAM now creates that permission."
    remedy = "Expect requests to be answered that fail today, wherever the authorizer lets callers in."
    yield view.find(AUTHORIZER_PERMISSION, what, setting or fact.origin.node, remedy=remedy)
    return None


CONCERN = Concern("lambda-authorizer", migrate, to_rest=migrate)
