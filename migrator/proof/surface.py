"""The surface of a compiled template: routes, access and settings of every API, in one form for both kinds."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .access import Authorizer, Guard, Kind, guard, requirement, version
from .domains import mapped
from .intrinsics import function_of, plain, text
from .openapi import Operation, is_opaque, members, operations
from .permissions import Permission, permissions
from .policies import policy_of, policy_statements
from .preflight import Cors, http_cors, is_preflight, rest_cors
from .stages import Stage, merged, stage_resources
from .throttles import Limits, route_limits

KINDS: dict[str, Kind] = {"AWS::ApiGateway::RestApi": "rest", "AWS::ApiGatewayV2::Api": "http"}

PROXIES = frozenset({"aws_proxy", "http_proxy"})
"""Integrations that HTTP APIs have; an import takes others with a warning and their routes do not work."""

_DEPLOYMENT = re.compile(r"Deployment[0-9a-f]{10}\b")
"""SAM names a deployment by a hash, which changes with the functions behind other APIs too."""


@dataclass(frozen=True)
class Route:
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
        timeout: milliseconds; None for the gateway's own.
        event_format: ``1.0`` or ``2.0`` for functions, else empty.
        credentials: the role the integration runs with; empty for none.
        invocable: whether API Gateway may call the function, by a permission or by a role.
        limits: how many calls it takes, and whether it is measured by itself.
        resource_policy: what the API's resource policy says of it; empty without one.
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
    timeout: int | None
    event_format: str
    credentials: str
    invocable: bool
    limits: Limits
    resource_policy: tuple[str, ...]

    @property
    def name(self) -> str:
        """Method and path: ``GET /orders``."""
        return f"{self.method} {self.path}"

    @property
    def label(self) -> str:
        """The route as a person names it: ``GET /orders``, with its condition if it has one."""
        return f"{self.name} (if {self.condition})" if self.condition else self.name


@dataclass(frozen=True)
class Api:
    """One API.

    Arguments:
        id: logical id.
        kind: ``rest`` or ``http``.
        routes: one for each method, path and condition; no CORS preflight mocks.
        guards: settings of the authorizers that its routes use.
        cors: what it answers to preflight requests; None when nothing.
        stage: its stages.
        condition: conditions under which it exists; empty for always.
        private: whether it is reached from a VPC only.
        endpoint_disabled: whether its execute-api address is off.
        domains: custom domains and paths under which it answers.
        opaque: whether routes stand in a file that is not part of the template.
        definition: the compiled resources as text, to tell whether anything at all differs.
    """

    id: str
    kind: Kind
    routes: tuple[Route, ...]
    guards: tuple[Guard, ...]
    cors: Cors | None
    stage: Stage
    condition: str
    private: bool
    endpoint_disabled: bool
    domains: tuple[str, ...]
    opaque: bool
    definition: str


def surfaces(template: Mapping[str, Any]) -> dict[str, Api]:
    """Read every API of a compiled template; the APIs by logical id.

    Arguments:
        template: CloudFormation, as `migrator.proof.compile.compiled` returns it.
    """
    resources = {name: r for name, r in _mapping(template.get("Resources")).items() if isinstance(r, dict)}
    reading = _Reading(
        resources,
        _mapping(template.get("Conditions")),
        {name: p["Default"] for name, p in _mapping(template.get("Parameters")).items() if "Default" in _mapping(p)},
        permissions(resources),
    )
    kinds = {name: KINDS.get(str(r.get("Type"))) for name, r in resources.items()}
    return {name: _api(name, kind, resources[name], reading) for name, kind in kinds.items() if kind}


@dataclass(frozen=True)
class _Reading:
    """What the reading of one API needs of the rest of the template."""

    resources: Mapping[str, Any]
    conditions: Mapping[str, Any]
    parameters: Mapping[str, Any]
    permissions: tuple[Permission, ...]


@dataclass(frozen=True)
class _Around:
    """What the reading of one route needs of its API."""

    id: str
    kind: Kind
    schemes: Mapping[str, Any]
    stages: Sequence[Mapping[str, Any]]
    policy: tuple[Mapping[str, Any], ...] | None

    @property
    def stage_names(self) -> list[str]:
        """Names of its stages."""
        return [text(stage.get("StageName")) for stage in self.stages]


def _api(name: str, kind: Kind, resource: Mapping[str, Any], reading: _Reading) -> Api:
    properties = _mapping(resource.get("Properties"))
    body = properties.get("Body")
    found = operations(body, reading.conditions)
    preflights = [op for op in found if kind == "rest" and is_preflight(op)]
    defined = schemes(body)
    stages = stage_resources(name, kind, reading.resources)
    policy = policy_statements(properties.get("Policy") or _mapping(body).get("x-amazon-apigateway-policy"))
    around = _Around(name, kind, defined, [_mapping(stage.get("Properties")) for stage in stages], policy)
    routes = [_route(op, around, reading) for op in found if op not in preflights]
    deciding = frozenset(p.function for p in reading.permissions if p.covers_authorizer(name))
    used = sorted({r.authorizer.name for r in routes if r.authorizer.kind in ("jwt", "lambda", "unknown")})
    stage = merged(kind, stages, reading.parameters)
    condition = text(resource.get("Condition"))
    return Api(
        id=name,
        kind=kind,
        routes=tuple(sorted(routes, key=lambda r: (r.path, r.method, r.condition))),
        guards=tuple(guard(n, defined.get(n), kind, deciding) for n in used),
        cors=rest_cors(preflights, reading.parameters) if kind == "rest" else http_cors(body, reading.parameters),
        stage=stage,
        # The condition of an implicit API is the "or" of its functions' conditions, under the name of its kind.
        condition=" or ".join(sorted(members(condition, reading.conditions))) or condition,
        private="PRIVATE" in text(properties.get("EndpointConfiguration")),
        endpoint_disabled=_endpoint_disabled(properties, body),
        domains=mapped(name, stage.names, reading.resources, reading.parameters),
        opaque=is_opaque(body),
        definition=_DEPLOYMENT.sub("Deployment", json.dumps([resource, stages], sort_keys=True, default=str)),
    )


def _route(op: Operation, api: _Around, reading: _Reading) -> Route:
    wanted = requirement(op.fields, api.schemes, api.kind)
    target, integration = _target(op.integration), text(op.integration.get("type")).lower()
    credentials, timeout = plain(text(op.integration.get("credentials"))), op.integration.get("timeoutInMillis")
    own = [p for p in reading.permissions if p.function == target]
    callable_ = any(p.covers_route(api.id, api.stage_names, op.method, op.path) for p in own)
    supported = api.kind == "rest" or integration in PROXIES
    return Route(
        api=api.id,
        method=op.method,
        path=op.path,
        condition=op.condition,
        target=target,
        authorizer=wanted.authorizer,
        scopes=wanted.scopes,
        api_key=wanted.api_key,
        integration=integration if supported else f"{integration or 'none'}, which HTTP APIs do not have",
        timeout=timeout if isinstance(timeout, int) else None,
        event_format=_event_format(api.kind, op.integration) if integration == "aws_proxy" else "",
        credentials=credentials,
        invocable=callable_ or bool(credentials),
        limits=route_limits(api.kind, api.stages, op.method, op.path),
        resource_policy=policy_of(api.policy, op.method, op.path),
    )


def _target(integration: Mapping[str, Any]) -> str:
    uri = integration.get("uri")
    if uri is not None:
        return function_of(uri) or text(uri)
    named = {key: integration[key] for key in ("integrationSubtype", "requestParameters") if key in integration}
    return json.dumps(named, sort_keys=True, default=str) if named else ""


def _event_format(kind: Kind, integration: Mapping[str, Any]) -> str:
    return "1.0" if kind == "rest" else version(integration.get("payloadFormatVersion", "1.0"))


def schemes(body: Any) -> dict[str, Any]:
    """Security schemes by name: Swagger 2 keeps them at the top, OpenAPI 3 among the components.

    Arguments:
        body: the ``Body`` property of a compiled API.
    """
    body = _mapping(body)
    return {
        **_mapping(body.get("securityDefinitions")),
        **_mapping(_mapping(body.get("components")).get("securitySchemes")),
    }


def _endpoint_disabled(properties: Mapping[str, Any], body: Any) -> bool:
    """Whether the execute-api address is off: a property, or an extension that OpenAPI 3 bodies keep per server."""
    servers = _mapping(body).get("servers")
    holders = [_mapping(body), *(servers if isinstance(servers, list) else ())]
    extensions = [_mapping(_mapping(h).get("x-amazon-apigateway-endpoint-configuration")) for h in holders]
    values = [properties.get("DisableExecuteApiEndpoint"), *(e.get("disableExecuteApiEndpoint") for e in extensions)]
    return any(text(value).lower() not in ("", "false") for value in values)


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
