"""Adapters for web frameworks and routers, as they are published: which events they take, and how they hand them on."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True)
class ScriptAdapter:
    """What is known of an adapter.

    Arguments:
        title: how people call it.
        v2: whether it takes payload format 2.0 as well as the event of a REST API.
        boxes: names of properties, and functions, that give the application an object with the event in it.
        shown: parts of the event that the application finds in other objects.
        options: whether functions among its options get the event.
        routes: whether functions that are given to its methods get an object with the event in it.
    """

    title: str
    v2: bool = True
    boxes: frozenset[str] = frozenset()
    shown: frozenset[str] = frozenset()
    options: bool = False
    routes: bool = False


_SERVERLESS_HTTP: Final = ScriptAdapter(
    "serverless-http", True, frozenset({"apiGateway"}), frozenset({"requestContext"}), options=True
)


_OLD_EXPRESS: Final = ScriptAdapter("aws-serverless-express", False, frozenset({"apiGateway"}))


_FASTIFY: Final = ScriptAdapter("@fastify/aws-lambda", True, frozenset({"awsLambda"}))


def _express(name: str) -> dict[str, ScriptAdapter]:
    made = ScriptAdapter(name, True, frozenset({f"{name}.getCurrentInvoke"}))
    return {name: made, f"{name}.configure": made}


ADAPTERS: Final = MappingProxyType(
    {
        "serverless-http": _SERVERLESS_HTTP,
        **_express("@vendia/serverless-express"),
        **_express("@codegenie/serverless-express"),
        "@fastify/aws-lambda": _FASTIFY,
        "aws-lambda-fastify": _FASTIFY,
        "hono/aws-lambda.handle": ScriptAdapter("hono/aws-lambda", True, frozenset({"env"})),
        "aws-serverless-express": _OLD_EXPRESS,
        "aws-serverless-express.proxy": _OLD_EXPRESS,
        "aws-serverless-koa": ScriptAdapter("aws-serverless-koa", False),
        "lambda-api().run": ScriptAdapter("lambda-api", True, shown=frozenset({"requestContext"})),
        "@aws-lambda-powertools/event-handler/http.Router().resolve": ScriptAdapter(
            "The router of Powertools", True, routes=True
        ),
        "@aws-lambda-powertools/event-handler/experimental-rest.Router().resolve": ScriptAdapter(
            "The router of Powertools", False, routes=True
        ),
    }
)
"""As of serverless-http 4.0, serverless-express 4.12 (vendia) and 4.17 (codegenie), @fastify/aws-lambda 6, hono 4, lambda-api 1 and
Powertools 2.30."""
