"""The events of authorizer functions: TOKEN and REQUEST of a REST API, payload 1.0 and 2.0 of an HTTP API.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..facts import AuthorizerFacts, AuthorizerFormat, Format, Route
from .events import event
from .gateway import API, Gateway
from .identities import ACCOUNT
from .requests import METHODS, Request, requests_for
from .vocabulary import Vocabulary

TOKENS = ("Bearer token", "token", "allow", "deny", "unauthorized", "Basic am86c2VjcmV0", "Bearer", "a.b.c")
"""What clients send as the identity source: schemes, no scheme, a scheme alone, and the words of AWS's own samples."""

ROUTE = Route("GET", "/items/{id}")
"""What is asked for where the template's routes are not known."""
OTHER_PATH = "/orders/8/lines"
"""A path of another route: whether a cached answer lets a client on to it."""

MOST_ROUTES = 12
FEW = 4
"""How many tokens and words of the code each further route is tried with."""

FORMATS: dict[AuthorizerFormat, Format] = {"token": "rest", "request": "rest", "1.0": "1.0", "2.0": "2.0"}
"""The event format of the routes that an authorizer of each kind protects."""


def authorizer_requests(facts: AuthorizerFacts, asked: Vocabulary | None = None) -> tuple[Request, ...]:
    """List the requests that an authorizer is tried with.

    Each carries every identity source: without one, an API answers 401 by itself and calls no function.

    Arguments:
        facts: what the template says of the authorizer.
        asked: what the code names: what it compares something with may let a client in, and what looks like a path may
            be closed to some.
    """
    asked = asked or Vocabulary()
    first, *more = (*facts.routes[:MOST_ROUTES], *_routes(asked)) or (ROUTE,)
    usual, *others = requests_for(first, asked.names)
    tokens = (*TOKENS, *asked.values)
    tried = [replace(_with(usual, facts, token), name=f"the token {token!r}") for token in tokens]
    tried += (_with(request, facts, TOKENS[0]) for request in others)
    for route in more:
        usual, *_ = requests_for(route, asked.names)
        for token in dict.fromkeys((TOKENS[0], *asked.values[:FEW])):
            name = f"the token {token!r} for {usual.method} {usual.path}"
            tried.append(replace(_with(usual, facts, token), name=name))
    return tuple(tried)


def _routes(asked: Vocabulary) -> tuple[Route, ...]:
    """Routes that the code seems to speak of, as in the ``/prod/GET/reports`` of an ARN or in ``/reports``."""
    found = []
    for path in asked.paths:
        parts = path.strip("/").split("/")
        at = next((index for index, part in enumerate(parts[:2]) if part in METHODS), None)
        method = "GET" if at is None else parts[at]
        found.append(Route(method, "/" + "/".join(parts if at is None else parts[at + 1 :])))
    return tuple(dict.fromkeys(found))[:MOST_ROUTES]


def _with(request: Request, facts: AuthorizerFacts, token: str) -> Request:
    sources = {name.lower() for name in facts.headers}
    kept = tuple(pair for pair in request.headers if pair[0].lower() not in sources)
    return replace(request, headers=(*kept, *((name, token) for name in facts.headers)))


def arn(request: Request, stage: str, path: str | None = None) -> str:
    """The ARN of a method as an authorizer gets it: the path that was asked for, not the route's.

    Arguments:
        request: what the client asks for.
        stage: name of the stage, ``$default`` included.
        path: another path in its place.
    """
    return f"arn:aws:execute-api:us-east-1:{ACCOUNT}:{API}/{stage}/{request.method}{path or request.path}"


def authorizer_event(
    request: Request,
    facts: AuthorizerFacts,
    kind: AuthorizerFormat,
    stage: str,
    *,
    called: str | None = None,
    turned: bool = False,
) -> dict[str, Any]:
    """Build the event that an authorizer function gets for a request.

    Arguments:
        request: what the client sends, identity sources included.
        facts: what the template says of the authorizer.
        kind: which event.
        stage: name of the stage.
        called: name that the event gives to the stage in place of its own; only a supposition is so.
        turned: header names as the other kind of API would write them, which is a supposition too.
    """
    identity, method = _identity(request, facts), arn(request, called or stage)
    if kind == "token":
        return {"type": "TOKEN", "authorizationToken": "".join(identity[:1]), "methodArn": method}
    built = event(request, Gateway(FORMATS[kind], stage, called=called, turned=turned))
    built = {name: value for name, value in built.items() if name not in {"body", "isBase64Encoded"}}
    if kind == "2.0":
        return {**built, "type": "REQUEST", "routeArn": method, "identitySource": list(identity) or None}
    built = {**built, "type": "REQUEST", "methodArn": method}
    joined = ",".join(identity)
    return {**built, "identitySource": joined, "authorizationToken": joined} if kind == "1.0" else built


def _identity(request: Request, facts: AuthorizerFacts) -> tuple[str, ...]:
    """Values of the identity sources. Those that are no headers are not known to the facts: they get a stand-in."""
    sent = {name.lower(): value for name, value in request.headers}
    found = tuple(sent[name.lower()] for name in facts.headers)
    return (*found, *(f"source{index + 1}" for index in range(len(found), facts.sources)))
