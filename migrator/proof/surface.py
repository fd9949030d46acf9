"""The surface of a compiled template: routes, access, settings and attachments of every API, alike for both kinds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ..sam.extensions import AUTHORIZER, CORS_SETTINGS, POLICY
from .access import Kind
from .api_routes import Around, ExposedRoute, read
from .attached.reading import DEPLOYMENT, AttachedRow
from .attached.rows import Roots, rows
from .domains import mapped
from .endpoints import Endpoint, endpoint
from .guards import Guard, guard
from .iam_access import Granting
from .iam_statements import Policies
from .index import Index, names_in
from .intrinsics import text
from .leftovers import leftovers
from .openapi import PathMethod, is_opaque, members, operations
from .permissions import Granted, Permission, permissions
from .policies import policies_of
from .preflight import Catcher, PreflightAnswer, http_cors, is_preflight, rest_cors
from .raw_routes import opened, raw_operations, raw_schemes
from .shapes import mapping
from .stage_settings import StageSettings
from .stages import StageSurface, leaves_one_behind, merged, stages_of
from .validation import checks

KINDS: dict[str, Kind] = {"AWS::ApiGateway::RestApi": "rest", "AWS::ApiGatewayV2::Api": "http"}


@dataclass(frozen=True)
class ExposedApi:
    """One API.

    Arguments:
        id: logical id.
        kind: ``rest`` or ``http``.
        routes: one for each method, path and condition; no CORS preflight mocks.
        guards: settings of the authorizers that its routes use.
        cors: what it answers to preflight requests; None when nothing.
        stage: its stages.
        condition: conditions under which it exists; empty for always.
        endpoint: its default endpoint.
        domains: custom domains and paths under which it answers.
        opaque: whether routes stand in a file that is not part of the template.
        definition: the compiled resources as text, to tell whether anything else differs.
        mode: whether an import takes the place of what is deployed, or is merged into it.
        rows: what is attached to it, and what is not compared.
        moved: the stages of the other APIs that become another kind, by id: their URLs stand in its settings too.
    """

    id: str
    kind: Kind
    routes: tuple[ExposedRoute, ...]
    guards: tuple[Guard, ...]
    cors: PreflightAnswer | None
    stage: StageSurface
    condition: str
    endpoint: Endpoint
    domains: tuple[str, ...]
    opaque: bool
    definition: str
    mode: str = ""
    rows: tuple[AttachedRow, ...] = ()
    moved: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def surfaces(template: Mapping[str, Any]) -> dict[str, ExposedApi]:
    """Read every API of a compiled template; the APIs by logical id.

    Arguments:
        template: CloudFormation, as `migrator.proof.compile.compiled` returns it.
    """
    reading = _Reading(Index.of(template))
    kinds = {name: KINDS.get(reading.index.type(name)) for name in reading.index.resources}
    return {name: _api(name, kind, reading) for name, kind in kinds.items() if kind}


@dataclass(frozen=True, eq=False)
class _Reading:
    """A template and what is read of it once for all of its APIs."""

    index: Index

    @cached_property
    def permissions(self) -> tuple[Permission, ...]:
        return permissions(self.index)

    @cached_property
    def policies(self) -> Policies:
        return Policies(self.index)


def _api(name: str, kind: Kind, reading: _Reading) -> ExposedApi:
    index = reading.index
    resource, properties = index.resources[name], index.properties(name)
    body = properties.get("Body")
    found = (*operations(body, index.conditions), *raw_operations(name, kind, index))
    defined = {**schemes(body), **raw_schemes(name, kind, index)}
    stages = stages_of(name, kind, index)
    stage = merged(kind, [*stages.values()], index.parameters, leaves_one_behind(name, index))
    granted = Granted(name, stage.names, reading.permissions, index.condition(name))
    around = Around(
        id=name,
        kind=kind,
        schemes=defined,
        security=mapping(body).get("security"),
        settings=[StageSettings(kind, each) for each in stages.values()],
        policy=policies_of(properties.get("Policy"), mapping(body).get(POLICY)),
        granted=granted,
        granting=Granting(name, stage.names, reading.policies),
        index=index,
        checks=checks(name, body, index),
    )
    preflights = [op for op in found if kind == "rest" and is_preflight(op)]
    answered = {id(op) for op in preflights}
    routes = tuple(read(op, around) for op in found if id(op) not in answered)
    opaque = is_opaque(body) if body is not None else "BodyS3Location" in properties
    condition = text(resource.get("Condition"))
    return ExposedApi(
        id=name,
        kind=kind,
        routes=tuple(sorted(routes, key=lambda r: (r.path, r.method, r.condition))),
        guards=_guards(kind, routes, defined, granted, index),
        cors=rest_cors(preflights, index.parameters)
        if kind == "rest"
        else http_cors(_cors(properties), index.parameters, map(_catcher, routes)),
        stage=stage,
        # The condition of an implicit API is the "or" of its functions' conditions, under the name of its kind.
        condition=" or ".join(sorted(members(condition, index.conditions))) or condition,
        endpoint=endpoint(kind, properties, body),
        domains=mapped(name, stage.names, index.resources, index.parameters),
        opaque=opaque,
        definition=DEPLOYMENT.sub(
            "Deployment",
            json.dumps(
                [resource, [_without_variables(index.resources[each]) for each in stages]], sort_keys=True, default=str
            ),
        ),
        mode=text(properties.get("Mode")) or "overwrite",
        rows=(
            *_rows(name, kind, routes, found, around, opaque),
            *leftovers(name, index, found, defined, stages.values()),
        ),
    )


def _without_variables(stage: Mapping[str, Any]) -> dict[str, Any]:
    """A stage without its variables, which are compared by their values: URLs of other APIs among them may change."""
    kept = {k: v for k, v in mapping(stage.get("Properties")).items() if k not in ("Variables", "StageVariables")}
    return {**stage, "Properties": kept}


def _guards(
    kind: Kind, routes: tuple[ExposedRoute, ...], defined: Mapping[str, Any], granted: Granted, index: Index
) -> tuple[Guard, ...]:
    deciding = granted.of_authorizers()
    used = sorted({r.authorizer.name for r in routes if r.authorizer.kind in ("jwt", "lambda", "unknown")})
    return tuple(guard(name, defined.get(name), kind, deciding, index) for name in used)


def _catcher(route: ExposedRoute) -> Catcher:
    return Catcher(route.method, route.path, route.authorizer.kind != "none")


def _cors(properties: Mapping[str, Any]) -> Any:
    """Where an HTTP API says what preflight requests are answered: a property goes over its body."""
    own = properties.get("CorsConfiguration")
    return {CORS_SETTINGS: opened(own)} if isinstance(own, dict) else properties.get("Body")


def _rows(
    name: str, kind: Kind, routes: tuple[ExposedRoute, ...], found: tuple[PathMethod, ...], api: Around, opaque: bool
) -> Iterator[AttachedRow]:
    index = api.granting.policies.index
    targets = {index.function_named(route.target) for route in routes if route.target}
    roots = Roots(
        api=name,
        kind=kind,
        functions=frozenset({*targets, *map(index.base, targets)}),
        named=frozenset(_named(routes, found, api.schemes)),
        keys=opaque or any(route.api_key for route in routes),
    )
    yield from rows(roots, index)
    if any(route.authorizer.kind == "iam" for route in routes):
        yield from (AttachedRow("policy", source, facets) for source, facets in api.granting.rows())


def _named(
    routes: tuple[ExposedRoute, ...], found: tuple[PathMethod, ...], defined: Mapping[str, Any]
) -> Iterator[str]:
    """Resources that authorizers and integrations name: user pools, app clients, VPC links."""
    for name in {route.authorizer.name for route in routes}:
        yield from names_in(mapping(defined.get(name)).get(AUTHORIZER))
    for op in found:
        yield from names_in(op.integration.get("connectionId"))


def schemes(body: Any) -> dict[str, Any]:
    """Security schemes by name: Swagger 2 keeps them at the top, OpenAPI 3 among the components.

    Arguments:
        body: the ``Body`` property of a compiled API.
    """
    body = mapping(body)
    return {
        **mapping(body.get("securityDefinitions")),
        **mapping(mapping(body.get("components")).get("securitySchemes")),
    }
