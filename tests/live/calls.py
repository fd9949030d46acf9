"""What callers send, what comes back, and when two answers are the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from migrator.proof.compile import compiled
from migrator.proof.surface import ExposedRoute, surfaces
from tests.live.build import ALLOWED, DENIED
from tests.live.stack import NO_SUCH_ROUTE, Answer, Cloud, Stack

NOWHERE = ("GET", "/nowhere")
"""A path without a route: the findings speak of it, the compared surfaces have none."""

ORIGIN, FOREIGN = "https://shop.example.com", "https://elsewhere.example"

SIMPLE_METHODS = frozenset({"GET", "HEAD", "POST"})
"""Methods that browsers send without being allowed to (fetch.spec.whatwg.org, CORS-safelisted method)."""

OWN = frozenset({"id token", "access token"})
"""Tokens that are right, so that they are refused for a scope only."""

REST_WITHOUT_SCOPE, HTTP_WITHOUT_SCOPE = 401, 403
"""How the emulator's REST and HTTP APIs refuse a right token without the scope.

Its services/apigateway_v1.py (`_validate_cognito_authorizer`) and services/apigateway.py (`_validate_jwt_authorizer`).
Of AWS the second is documented (http-api-jwt-authorizer), the first is not, so neither is taken to be wrong.
"""

Table = dict[tuple[str, str], Answer]
"""Answers by route and by what was sent."""


@dataclass(frozen=True)
class Callers:
    """Who calls: tokens of the stack's pool and of another one.

    Arguments:
        sent: what each sends, by name.
    """

    sent: Mapping[str, Mapping[str, str]]

    @classmethod
    def of(cls, cloud: Cloud, stack: Stack) -> Callers:
        """Make users and sign them in."""
        tokens = {"allowed by the function": ALLOWED, "denied by the function": DENIED}
        pools, clients = (stack.of_type(f"AWS::Cognito::{kind}") for kind in ("UserPool", "UserPoolClient"))
        if pools and clients:
            tokens |= _tokens(cloud, pools[0], clients[0])
        sent: dict[str, Mapping[str, str]] = {"nothing": {}}
        sent |= {name: {"Authorization": token} for name, token in tokens.items()}
        if stack.api_key:
            sent |= {"API key": {"X-Api-Key": stack.api_key}, "API key of nobody": {"X-Api-Key": "nobody"}}
        return cls(sent)


def _tokens(cloud: Cloud, pool: str, client: str) -> dict[str, str]:
    cloud.user(pool)
    late = cloud.expired(pool, client)
    own, other = cloud.tokens(pool, client), cloud.strangers()
    head, said, signature = own.id.split(".")
    return {
        "id token": own.id,
        "access token": own.access,
        "id token of another pool": other.id,
        "access token of another pool": other.access,
        "expired id token": late.id,
        "expired access token": late.access,
        "broken signature": f"{head}.{said}.{signature[:-8]}{signature[:8]}",
        "no token at all": "nonsense",
    }


def called(stack: Stack, text: str, callers: Callers) -> Table:
    """Call every route of a template, and one that it does not have, in every way."""
    return dict(_called(stack, text, callers))


def _called(stack: Stack, text: str, callers: Callers) -> Iterator[tuple[tuple[str, str], Answer]]:
    (api,) = surfaces(compiled(text)).values()
    routes: dict[tuple[str, str], ExposedRoute | None] = {(route.method, route.path): route for route in api.routes}
    for (method, path), route in {**routes, NOWHERE: None}.items():
        name, verb = f"{method} {path}", "GET" if method == "ANY" else method
        concrete = re.sub(r"\{[^}]*\}", "7", path)
        for what, headers in callers.sent.items():
            answer, _ = stack.call(verb, concrete, headers)
            yield (name, what), _as_on_aws(stack, route, what, answer)
        for what, origin in {"preflight": ORIGIN, "preflight from elsewhere": FOREIGN}.items():
            yield (name, what), _preflight(stack, verb, concrete, origin)


def _as_on_aws(stack: Stack, route: ExposedRoute | None, what: str, answer: Answer) -> Answer:
    """The emulator takes access tokens on a REST API without scopes; AWS takes id tokens only.

    Source: docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-enable-cognito-user-pool.html
    """
    idle = route is None or stack.kind == "http" or route.authorizer.kind != "jwt" or bool(route.scopes)
    return answer if idle or what != "access token" else Answer(401)


def _preflight(stack: Stack, method: str, path: str, origin: str) -> Answer:
    """What a browser makes of the answer, whose status may be any of 200 to 299 (fetch.spec.whatwg.org, CORS check)."""
    asked = {"Origin": origin, "Access-Control-Request-Method": method}
    answer, headers = stack.call("OPTIONS", path, {**asked, "Access-Control-Request-Headers": "authorization"})
    if answer == NO_SUCH_ROUTE or answer.who:
        return answer
    allowed = {name: _listed(headers.get(f"access-control-allow-{name}", "")) for name in ("methods", "headers")}
    may = headers.get("access-control-allow-origin") in (origin, "*") and 200 <= answer.status < 300
    may = may and (method in SIMPLE_METHODS or not {method.lower(), "*"}.isdisjoint(allowed["methods"]))
    token = "with" if "authorization" in allowed["headers"] else "without"
    return Answer(200, f"(browsers go on, {token} a token)" if may else "(browsers stop)")


def _listed(header: str) -> set[str]:
    return {part.strip().lower() for part in header.split(",")}


def alike(kind: str, what: str, before: Answer, after: Answer) -> bool:
    """Whether two answers are the same: status and who answered, but for how the kinds refuse a missing scope.

    Arguments:
        kind: the kind of API before.
        what: what was sent.
        before: its answer.
        after: the answer of the other kind.
    """
    rest, http = (before, after) if kind == "rest" else (after, before)
    refusals = (Answer(REST_WITHOUT_SCOPE), Answer(HTTP_WITHOUT_SCOPE))
    return before == after or (what in OWN and (rest, http) == refusals)
