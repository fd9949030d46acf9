"""The form in which two APIs are compared, and what of it may differ between the kinds without a loss."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from operator import attrgetter
from typing import Any, TypeVar

from .api_routes import ExposedRoute
from .attached.reading import CODE, LEFT, OTHER, AttachedRow
from .facets import ATTACHED, CORS, GUARD, ROUTE, normal_authorizer
from .openapi import DEFAULT_ROUTE
from .route_settings import Throttles
from .surface import ExposedApi

GATEWAY_TIMEOUTS = frozenset({29_000, 30_000})
"""What REST and HTTP APIs wait when nothing is said; a route that says so says nothing."""

OF_API = {
    **{name: name for name in ("kind", "opaque", "mode", "condition", "domains")},
    **{
        name: f"endpoint.{name}"
        for name in ("private", "vpc_endpoints", "address_type", "security_policy", "access_mode", "key_source",
                     "binary", "compression")
    },
    "endpoint_disabled": "endpoint.disabled",
    "endpoint": "endpoint.types",
    **{name: f"stage.{name}" for name in ("left_behind", "access_log", "certificates", "caches", "canaries")},
    "stages": "stage.names",
}  # fmt: skip
"""Facets of an API -> where its surface has them."""
LIMITS = ("throttle", "metrics")
"""What is set for every route at once, and for single ones."""

OF_BACKEND = {
    "address": "address",
    "backend_method": "method",
    "request": "request",
    "content": "content",
    "response": "response",
    "transfer": "transfer",
    "tls": "tls",
    "connection": "connection",
}
"""Facets of a route that are about its backend -> field of `Backend`."""

OF_ROUTE = tuple(name for name in ROUTE if name not in (*LIMITS, *OF_BACKEND, "authorizer", "timeout"))

IAM = "iam"
TOKENS = "tokens"

AboutT = TypeVar("AboutT")

SCHEME = "authorizer "
"""How the name of a row begins that is about the scheme of an authorizer."""

Normal = dict[str, dict[str, dict[str, Any]]]
"""Section -> name (empty where there is only one) -> facet -> value."""


def renamed(document: str, migrated: Mapping[str, str]) -> str:
    """Put the new names of migrated APIs into a document.

    Arguments:
        document: compiled resources, as JSON.
        migrated: logical ids before and after.
    """
    for old, new in migrated.items():
        if old == new:
            continue
        document = re.sub(rf'(?:(?<=\$\{{)|(?<="Ref": ")|(?<="Fn::GetAtt": \[")){re.escape(old)}\b', new, document)
    return document


def normal(api: ExposedApi, migrated: Mapping[str, str]) -> Normal:
    """Bring an API into the form in which two are compared: plain lists and values, APIs under their new names.

    Arguments:
        migrated: logical ids before and after.
    """
    settings = {
        **{name: _plain(attrgetter(field)(api)) for name, field in OF_API.items()},
        "variables": [f"{name}={without_stage(value, api)}" for name, value in api.stage.variables],
        **_limits(api.stage.limits),
        IAM: [],
    }
    sections = {
        "route": by_label((route.label, _normal_route(route)) for route in routes_of(api)),
        "authorizer": {g.name: {name: _plain(getattr(g, name)) for name in GUARD} for g in api.guards},
        "cors": {"": {name: _plain(getattr(api.cors, name)) for name in (*CORS, "answered")}} if api.cors else {},
        "api": {"": settings},
        **{section: _normal_rows(api.rows, section) for section in (*ATTACHED, LEFT, CODE)},
        OTHER: {
            name: {key: without_stage(value, api) if isinstance(value, str) else value for key, value in row.items()}
            for name, row in _normal_rows(api.rows, OTHER).items()
        },
    }
    if not any(old != new for old, new in migrated.items()):
        return sections
    plain: Normal = json.loads(renamed(json.dumps(sections), migrated))
    return plain


def without_stage(value: str, api: ExposedApi) -> str:
    """A text in which URLs of APIs have no stage: its name comes and goes with the kind of API.

    Arguments:
        value: any text, rendered.
        api: the API in whose settings it stands.
    """
    for name, stages in {**api.moved, api.id: api.stage.names}.items():
        if f"${{{name}" in value:
            value = _without_own_stage(value, name, stages)
    return value


def _without_own_stage(value: str, api: str, stages: Iterable[str]) -> str:
    # The attribute of an HTTP API is the URL that is written out for a REST API.
    value = value.replace(f"${{{api}.ApiEndpoint}}", f"https://${{{api}}}.execute-api.${{AWS::Region}}.amazonaws.com")
    names = "|".join([*map(re.escape, stages), rf"\$\{{{re.escape(api)}\w*Stage\}}"])
    return re.sub(
        rf"(://\$\{{{re.escape(api)}\}}\.execute-api\.[^/]*)/(?:{names})(?=[/,\s}}\])?#\"'<>|;]|$)", r"\1", value
    )


def _normal_rows(rows: Iterable[AttachedRow], section: str) -> dict[str, dict[str, Any]]:
    """The rows of a section by name; several of one name are numbered."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row.section == section:
            name, number = row.name, 1
            while name in found:
                number += 1
                name = f"{row.name} ({number})"
            found[name] = dict(row.facets)
    return found


def by_label(entries: Iterable[tuple[str, AboutT]]) -> dict[str, AboutT]:
    """Routes by label. Paths that only a trailing slash tells apart are numbered, lest one hide the other.

    Arguments:
        entries: label of each route, and what is known of it.
    """
    found: dict[str, AboutT] = {}
    for name, about in entries:
        label, number = name, 1
        while found.get(label, about) != about:
            number += 1
            label = f"{name} ({number})"
        found[label] = about
    return found


def _normal_route(route: ExposedRoute) -> dict[str, Any]:
    return {
        **{name: _plain(getattr(route, name)) for name in OF_ROUTE},
        **{name: _plain(getattr(route.backend, field)) for name, field in OF_BACKEND.items()},
        **_limits(route.limits),
        "authorizer": normal_authorizer(route.authorizer),
        "timeout": None if route.timeout in GATEWAY_TIMEOUTS else route.timeout,
    }


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _limits(limits: Throttles) -> dict[str, Any]:
    return {name: list(getattr(limits, name)) for name in LIMITS}


def routes_of(api: ExposedApi) -> tuple[ExposedRoute, ...]:
    """List the routes of an API, with ``$default`` as the two that a REST API needs in its place (trap T32)."""
    others = tuple(r for r in api.routes if r.path != DEFAULT_ROUTE)
    taken = {r.label for r in others}
    fallbacks = [r for r in api.routes if r.path == DEFAULT_ROUTE]
    twice = [replace(r, method="ANY", path=path) for r in fallbacks for path in ("/", "/{proxy+}")]
    return (*others, *(r for r in twice if r.label not in taken))
