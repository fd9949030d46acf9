"""The routes of an API: what is behind each, who may call it, and how it gets there."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from .access import Authorizer, Demand, Kind, requirement, version
from .backends import PROXIES, Backend, backend
from .iam_access import Granting
from .index import Index
from .intrinsics import function_of, plain, text
from .openapi import PathMethod
from .permissions import Granted
from .policies import policy_of
from .route_settings import Throttles, route_caching, route_limits
from .stage_settings import StageSettings
from .validation import Checks

ID: Final = "ID tokens"
ACCESS: Final = "access tokens"


@dataclass(frozen=True)
class ExposedRoute:
    """One method of one path of one API.

    Arguments:
        api: logical id of the API.
        method: upper case, ``ANY`` for all.
        path: without a trailing slash.
        condition: conditions under which it exists; empty for always.
        target: the function behind it, else what the integration names.
        authorizer: what lets a caller through.
        scopes: token scopes of which one is needed; empty for none.
        api_key: whether an API key is needed.
        integration: integration type in lower case.
        timeout: milliseconds, or what they depend on; None for the gateway's own.
        event_format: ``1.0`` or ``2.0`` for functions, else empty.
        credentials: the role the integration runs with; empty for none.
        invocable: whether API Gateway may call the function, by a permission or by a role.
        limits: how many calls it takes, and whether it is measured by itself.
        resource_policy: what the API's resource policy says of it; empty without one.
        tokens: which tokens of a user pool or issuer are taken; empty where none is asked for.
        permitted: what a permission to call the function is limited to; empty for nothing.
        backend: the way to what is behind it and back.
        validation: what is checked of a request before that; empty for nothing.
        caching: what is kept of the answers; empty for nothing.
        iam: IAM statements that name it, where callers sign with IAM.
    """

    api: str
    method: str
    path: str
    condition: str
    target: str
    authorizer: Authorizer
    scopes: tuple[str, ...]
    api_key: bool
    integration: str
    timeout: int | str | None
    event_format: str
    credentials: str
    invocable: bool
    limits: Throttles
    resource_policy: tuple[str, ...]
    tokens: tuple[str, ...] = ()
    permitted: tuple[str, ...] = ()
    backend: Backend = field(default_factory=Backend)
    validation: tuple[str, ...] = ()
    caching: tuple[str, ...] = ()
    iam: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Method and path: ``GET /orders``."""
        return f"{self.method} {self.path}"

    @property
    def label(self) -> str:
        """The route as a person names it: ``GET /orders``, with its condition if it has one."""
        return f"{self.name} (if {self.condition})" if self.condition else self.name


@dataclass(frozen=True, eq=False)
class Around:
    """What the reading of one route needs of its API.

    Arguments:
        id: logical id of the API.
        kind: its kind.
        schemes: its security schemes by name.
        security: what its body asks of every operation.
        settings: the settings of its stages.
        policy: the statements of its resource policy; None without one.
        granted: which functions it may call.
        granting: IAM policies that can be about it.
        checks: what requests can be checked by.
        index: the resources of its template.
    """

    id: str
    kind: Kind
    schemes: Mapping[str, Any]
    security: Any
    settings: Sequence[StageSettings]
    policy: tuple[Mapping[str, Any], ...] | None
    granted: Granted
    granting: Granting
    checks: Checks
    index: Index


def read(op: PathMethod, api: Around) -> ExposedRoute:
    """Read one operation.

    Arguments:
        api: what is around it.
    """
    wanted = requirement(op.fields, api.schemes, api.kind, api.security)
    target, integration = api.index.by_id(target_of(op.integration)), text(op.integration.get("type")).lower()
    credentials = plain(text(op.integration.get("credentials")))
    granted = () if credentials else api.granted.limits(target, op.method, op.path, op.condition)
    supported = api.kind == "rest" or integration in PROXIES
    return ExposedRoute(
        api=api.id,
        method=op.method,
        path=op.path,
        condition=op.condition,
        target=target,
        authorizer=_by_id(wanted.authorizer, api.index),
        scopes=wanted.scopes,
        api_key=wanted.api_key,
        integration=integration if supported else f"{integration or 'none'}, which HTTP APIs do not have",
        timeout=_timeout(op.integration.get("timeoutInMillis")),
        event_format=_event_format(api.kind, op.integration) if integration == "aws_proxy" else "",
        credentials=credentials,
        invocable=granted is not None,
        tokens=_tokens(api.kind, wanted) if wanted.authorizer.kind == "jwt" else (),
        permitted=granted or (),
        limits=route_limits(api.settings, op.method, op.path),
        resource_policy=policy_of(api.policy, op.method, op.path),
        backend=backend(api.kind, op.integration, op.fields.get("responses")),
        validation=api.checks.of(op.fields) if api.kind == "rest" else (),
        caching=route_caching(api.settings, op.method, op.path, op.integration) if api.kind == "rest" else (),
        iam=api.granting.of_route(op.method, op.path) if wanted.authorizer.kind == "iam" else (),
    )


def _by_id(authorizer: Authorizer, index: Index) -> Authorizer:
    named = authorizer.kind == "lambda"
    return replace(authorizer, subjects=tuple(map(index.by_id, authorizer.subjects))) if named else authorizer


def target_of(integration: Mapping[str, Any]) -> str:
    """The function behind an integration, else what it names.

    Arguments:
        integration: the integration object.
    """
    uri = integration.get("uri")
    if uri is not None:
        return function_of(uri) or text(uri)
    named = {key: integration[key] for key in ("integrationSubtype", "requestParameters") if key in integration}
    return json.dumps(named, sort_keys=True, default=str) if named else ""


def _tokens(kind: Kind, wanted: Demand) -> tuple[str, ...]:
    """Only access tokens have scopes. Without, a REST API takes ID tokens, and an HTTP API whatever its audience gets.

    Source: API Gateway guide, apigateway-enable-cognito-user-pool and http-api-jwt-authorizer.
    """
    if wanted.scopes:
        return (ACCESS,)
    return (ID,) if kind == "rest" else (ID, ACCESS)


def _timeout(value: Any) -> int | str | None:
    said = text(value)
    return int(said) if said.isdecimal() else said or None


def _event_format(kind: Kind, integration: Mapping[str, Any]) -> str:
    return "1.0" if kind == "rest" else version(integration.get("payloadFormatVersion", "1.0"))
