"""Authorizers as security schemes of a definition, written for the other kind of API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from migrator.sam.extensions import AUTH_TYPE, AUTHORIZER
from migrator.sam.kinds import ApiKind
from migrator.text.node import Node
from migrator.text.values import Value, present

from .fact import IdentitySource, LambdaAuthorizer, Origin, TokenAuthorizer
from .openapi import COGNITO, STARTS

UNUSED_HEADER: Final = "Unused"
"""The header in the scheme of a request authorizer, as SAM writes it; its sources stand in the authorizer."""


def _described(scheme: Node) -> dict[str, Value]:
    """The description of a scheme, as the beginning of another."""
    return present({"description": scheme.get("description")})


def jwt_scheme(fact: TokenAuthorizer, configuration: Mapping[str, Value]) -> Value:
    """Write a Cognito authorizer as the scheme of a JWT authorizer.

    Arguments:
        configuration: its issuer and audience.
    """
    settings: dict[str, Value] = {
        "type": "jwt",
        "jwtConfiguration": configuration,
        "identitySource": f"$request.header.{fact.header or 'Authorization'}",
    }
    return {"type": "oauth2", **_described(fact.origin.node), AUTHORIZER: settings}


def cognito_scheme(fact: TokenAuthorizer, pool: Value, expression: Value) -> Value:
    """Write a JWT authorizer as the scheme of a Cognito authorizer.

    Arguments:
        pool: ARN of the user pool.
        expression: what tokens must match; None for anything.
    """
    settings = present({"type": COGNITO, "providerARNs": [pool], "identityValidationExpression": expression})
    return _scheme(fact.origin, fact.header or "Authorization", COGNITO, settings)


def lambda_scheme(fact: LambdaAuthorizer, address: Value, version: str) -> Value:
    """Write a Lambda authorizer as the scheme of one of type REQUEST of the other kind.

    Arguments:
        address: where API Gateway calls the function.
        version: the payload version of its events on an HTTP API.
    """
    to_http = fact.origin.kind == "rest"
    settings = present(
        {
            "type": "request",
            "authorizerUri": address,
            "authorizerCredentials": fact.role,
            "authorizerPayloadFormatVersion": version if to_http else None,
            "identitySource": _identity_source(fact.sources, "http" if to_http else "rest"),
            "authorizerResultTtlInSeconds": fact.told,
        }
    )
    scheme = fact.origin.node
    if not to_http:
        return _scheme(fact.origin, scheme.get("name") or UNUSED_HEADER, "custom", settings)
    kept = present({key: scheme.get(key) for key in ("name", "in")})
    return {
        "type": "apiKey",
        **_described(scheme),
        "name": "Authorization",
        "in": "header",
        **kept,
        AUTHORIZER: settings,
    }


def _identity_source(sources: Sequence[IdentitySource], kind: ApiKind) -> Value:
    """Identity sources as a kind of API spells them; None without."""
    starts = {place: start for start, place in STARTS[kind].items()}
    texts = [f"{starts[source.place]}{source.name}" for source in sources]
    if kind == "rest":
        return ", ".join(texts) or None
    return texts[0] if len(texts) == 1 else texts or None


def _scheme(origin: Origin, header: Value, auth_type: str, settings: dict[str, Value]) -> Value:
    return {
        "type": "apiKey",
        **_described(origin.node),
        "name": header,
        "in": "header",
        AUTH_TYPE: auth_type,
        AUTHORIZER: settings,
    }
