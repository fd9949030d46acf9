"""The golden cases that are deployed, and where a finding says that an answer will differ."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.golden import Case, cases

Place = tuple[str, str]
"""A route, and what is sent to it."""

NOWHERE = "GET /nowhere"
PREFLIGHTS = ("preflight", "preflight from elsewhere")
WITHOUT_KEY = ("nothing", "allowed by the function", "denied by the function", "API key of nobody")
ALL_BUT_IDENTITY = ("nothing", "allowed by the function", "denied by the function")


@dataclass(frozen=True)
class Live:
    """One golden case that is deployed, called, deployed over itself migrated, and called again.

    Arguments:
        name: its folder below ``golden/``.
        differs: answers that differ, each with the code of the finding that says so.
    """

    name: str
    differs: dict[Place, str] = field(default_factory=dict)

    @property
    def case(self) -> Case:
        return next(case for case in cases() if case.name == self.name)


def of(code: str, route: str, *sent: str) -> dict[Place, str]:
    """The same code for several callers of a route."""
    return {(route, what): code for what in sent}


# An HTTP API answers preflight requests on every path, one without a route included (http-api-cors).
EVERYWHERE = of("cors", NOWHERE, *PREFLIGHTS)
NOT_ANYWHERE = of("cors-responses", NOWHERE, *PREFLIGHTS)

LIVE = (
    Live("to-http/whole-stacks/shop", {**of("jwt-tokens", "GET /orders", "access token"), **EVERYWHERE}),
    Live("to-http/whole-stacks/api-keys", of("api-keys", "GET /orders", *WITHOUT_KEY)),
    Live("to-http/whole-stacks/token-authorizer"),
    Live("to-http/cognito/custom-header-and-scopes"),
    Live("to-http/definition/cognito-scheme", of("jwt-tokens", "GET /x", "access token")),
    Live("to-http/lambda-authorizer/request-T12"),
    Live("to-http/lambda-authorizer/no-cache", of("identity-required", "GET /x", *ALL_BUT_IDENTITY)),
    Live("to-http/default-authorizer/preflight", {**of("preflight", "GET /x", "preflight"), **EVERYWHERE}),
    Live("to-http/cors/map-T19", EVERYWHERE),
    Live("to-http/cors/any-route", EVERYWHERE),
    Live("to-http/definition/cors-mocks", EVERYWHERE),
    Live("to-http/api/implicit"),
    Live("to-http/stage/keep"),
    Live("to-rest/whole-stacks/shop", of("access-tokens", "GET /orders", "access token")),
    Live(
        "to-rest/whole-stacks/request-authorizer",
        {
            **of("identity-unchecked", "GET /orders", "nothing"),
            **of("identity-unchecked", "PUT /orders/{id}", "nothing"),
            **NOT_ANYWHERE,
        },
    ),
    Live("to-rest/cognito/scopes-T15"),
    Live("to-rest/lambda-authorizer/payload-1.0-T12", of("identity-unchecked", "GET /x", *ALL_BUT_IDENTITY)),
    Live("to-rest/cors/accepted-T19", NOT_ANYWHERE),
    Live("to-rest/api/implicit"),
)
