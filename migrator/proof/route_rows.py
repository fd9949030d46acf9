"""Lay the routes of two surfaces beside each other, with who may call them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..routes import Access, RouteRow
from .api_routes import Route
from .differences import OPEN_KINDS, own_part
from .facets import describe, normal_authorizer
from .normal import routes_of
from .surface import Api


def route_rows(before: Mapping[str, Api], after: Mapping[str, Api], moved: Mapping[str, str]) -> Iterator[RouteRow]:
    """List the routes of every API that there was, each with its counterpart.

    Arguments:
        before: the surface of one template.
        after: the surface of the other.
        moved: logical ids before, and which API after takes their place; one that is not named keeps its id.
    """
    for name, api in before.items():
        new = after.get(moved.get(name, name))
        old_routes = _by_label(api)
        new_routes = _by_label(own_part(api, new, before, moved)) if new else {}
        for label in {**old_routes, **new_routes}:
            yield RouteRow(name, label, old_routes.get(label), new_routes.get(label))


def _by_label(api: Api) -> dict[str, Access]:
    """The routes by label. Paths that only a trailing slash tells apart are numbered, lest one hide the other."""
    found: dict[str, Access] = {}
    clients = {guard.name: guard.clients or () for guard in api.guards}
    for route in routes_of(api):
        access, label, number = _access(route, clients), route.label, 1
        while found.get(label, access) != access:
            number += 1
            label = f"{route.label} ({number})"
        found[label] = access
    return found


def _access(route: Route, clients: Mapping[str, tuple[str, ...]]) -> Access:
    return Access(
        route.target,
        describe(normal_authorizer(route.authorizer)),
        route.scopes,
        route.api_key,
        open=route.authorizer.kind in OPEN_KINDS and not route.api_key,
        clients=clients.get(route.authorizer.name, ()) if route.authorizer.kind == "jwt" else None,
    )
