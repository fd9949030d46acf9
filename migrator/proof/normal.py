"""The form in which two APIs are compared, and what of it may differ between the kinds without a loss."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .facets import CORS, GUARD, ROUTE, normal_authorizer
from .openapi import DEFAULT_ROUTE
from .surface import Api, Route
from .throttles import Limits

GATEWAY_TIMEOUTS = frozenset({29_000, 30_000})
"""What REST and HTTP APIs wait when nothing is said; a route that says so says nothing."""

LIMITS = ("throttle", "metrics")
"""What is set for every route at once, and for single ones."""

DEFAULT_STAGE = "$default"

Normal = dict[str, dict[str, dict[str, Any]]]
"""Section -> name (empty where there is only one) -> facet -> value."""


def renamed(document: str, migrated: Mapping[str, str]) -> str:
    """Put the new names of migrated APIs into a document.

    Arguments:
        document: compiled resources, as JSON.
        migrated: logical ids before and after.
    """
    for old, new in migrated.items():
        document = re.sub(rf'(?:(?<=\$\{{)|(?<="Ref": ")|(?<="Fn::GetAtt": \[")){re.escape(old)}\b', new, document)
    return document


def normal(api: Api, migrated: Mapping[str, str]) -> Normal:
    """Bring an API into the form in which two are compared: plain lists and values, APIs under their new names.

    Arguments:
        api: its surface.
        migrated: logical ids before and after.
    """
    stage = api.stage
    settings = {
        "kind": api.kind,
        "opaque": api.opaque,
        "private": api.private,
        "endpoint_disabled": api.endpoint_disabled,
        "condition": api.condition,
        "stages": list(stage.names),
        "variables": [f"{name}={without_stage(value, api)}" for name, value in stage.variables],
        **_limits(stage.limits),
        "access_log": list(stage.access_log),
        "domains": list(api.domains),
    }
    sections = {
        "route": _normal_routes(api),
        "authorizer": {g.name: {name: getattr(g, name) for name in GUARD} for g in api.guards},
        "cors": {"": {name: getattr(api.cors, name) for name in CORS}} if api.cors else {},
        "api": {"": settings},
    }
    plain: Normal = json.loads(renamed(json.dumps(sections), migrated))
    return plain


def without_stage(value: str, api: Api) -> str:
    """A text in which URLs of an API have no stage: its name comes and goes with the kind of API.

    Arguments:
        value: any text, rendered.
        api: the API.
    """
    names = "|".join([*map(re.escape, api.stage.names), rf"\$\{{{re.escape(api.id)}\w*Stage\}}"])
    return re.sub(rf"(://\$\{{{re.escape(api.id)}\}}\.execute-api\.[^/]*)/(?:{names})(?=/|$)", r"\1", value)


def _normal_routes(api: Api) -> dict[str, dict[str, Any]]:
    """The routes by label. Paths that only a trailing slash tells apart are numbered, lest one hide the other."""
    found: dict[str, dict[str, Any]] = {}
    for route in routes_of(api):
        plain, number = _normal_route(route), 1
        label = route.label
        while found.get(label, plain) != plain:
            number += 1
            label = f"{route.label} ({number})"
        found[label] = plain
    return found


def _normal_route(route: Route) -> dict[str, Any]:
    return {
        **{name: getattr(route, name) for name in ROUTE if name not in LIMITS},
        **_limits(route.limits),
        "authorizer": normal_authorizer(route.authorizer),
        "timeout": None if route.timeout in GATEWAY_TIMEOUTS else route.timeout,
    }


def _limits(limits: Limits) -> dict[str, Any]:
    return {name: list(getattr(limits, name)) for name in LIMITS}


def routes_of(api: Api) -> tuple[Route, ...]:
    """List the routes of an API, with ``$default`` as the two that a REST API needs in its place (trap T32).

    Arguments:
        api: its surface.
    """
    others = tuple(r for r in api.routes if r.path != DEFAULT_ROUTE)
    taken = {r.label for r in others}
    fallbacks = [r for r in api.routes if r.path == DEFAULT_ROUTE]
    twice = [replace(r, method="ANY", path=path) for r in fallbacks for path in ("/", "/{proxy+}")]
    return (*others, *(r for r in twice if r.label not in taken))


def drop_expected(old: Normal, new: Normal, target: str) -> None:
    """Make alike, in place, what differs between the two kinds without a loss.

    Arguments:
        old: the API before.
        new: the API after.
        target: the kind that it becomes.
    """
    for section in (old, new):
        del section["api"][""]["kind"], section["api"][""]["opaque"]
    for section_name in ("route", "authorizer"):
        was, now = old[section_name], new[section_name]
        for name in was.keys() & now.keys():
            # Something that can be called now and could not be before is no loss.
            was[name]["invocable"] = was[name]["invocable"] or now[name]["invocable"]
    for name in old["authorizer"].keys() & new["authorizer"].keys():
        # A REST API takes every client of a pool; a token issuer's audience has to name some.
        if old["authorizer"][name]["clients"] is None and new["authorizer"][name]["clients"]:
            new["authorizer"][name]["clients"] = None
    _drop_expected_stages(old["api"][""], new["api"][""], target)
    if old["cors"] and new["cors"]:
        _drop_expected_cors(old["cors"][""], new["cors"][""], target)


def _drop_expected_stages(old: dict[str, Any], new: dict[str, Any], target: str) -> None:
    """A name in the place of ``$default`` is what the kinds make of one stage; a name for another name is not."""
    named, default = (old, new) if target == "http" else (new, old)
    others = [name for name in default["stages"] if name != DEFAULT_STAGE]
    if len(others) < len(default["stages"]) == len(named["stages"]) and set(others) <= set(named["stages"]):
        named["stages"] = default["stages"]


def _drop_expected_cors(old: dict[str, Any], new: dict[str, Any], target: str) -> None:
    if old["guarded"] and not new["guarded"]:
        # Only browsers' preflight requests, which carry no token, were refused (trap T23).
        old["guarded"] = False
    # REST answers with the methods of one path, HTTP with one list for all; OPTIONS itself need not be listed.
    was, now = (set(cors["methods"]) - {"OPTIONS"} for cors in (old, new))
    if was == now or (target == "http" and (was < now or "*" in now)):
        old["methods"] = new["methods"] = []


def say_once(old: Normal, new: Normal) -> None:
    """Make alike, in place, what differs on a route only because the default of all routes does.

    Arguments:
        old: the API before.
        new: the API after.
    """
    for facet in LIMITS:
        was, now = (side["api"][""][facet] for side in (old, new))
        for name in old["route"].keys() & new["route"].keys():
            if (old["route"][name][facet], new["route"][name][facet]) == (was, now):
                new["route"][name][facet] = was
