"""Lay the routes of two surfaces beside each other, with who may call them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..routes import RouteAccess, RouteRow
from .api_routes import ExposedRoute
from .difference import OPEN_KINDS
from .differences import own_part
from .facet_sentences import describe
from .facets import normal_authorizer
from .normal import by_label, routes_of
from .surface import ExposedApi


def route_rows(
    before: Mapping[str, ExposedApi], after: Mapping[str, ExposedApi], moved: Mapping[str, str]
) -> Iterator[RouteRow]:
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


def staying_rows(whole: Mapping[str, ExposedApi], parted: Mapping[str, ExposedApi]) -> Iterator[RouteRow]:
    """List the routes that stay where they are while others of their API move.

    Arguments:
        whole: the surface of a template.
        parted: that of the template without the routes that stay.
    """
    for name, api in whole.items():
        moving = _by_label(parted[name]) if name in parted else {}
        for label, access in _by_label(api).items():
            if label not in moving:
                yield RouteRow(name, label, access, access, stays=True)


def _by_label(api: ExposedApi) -> dict[str, RouteAccess]:
    clients = {guard.name: guard.clients or () for guard in api.guards}
    return by_label((route.label, _access(route, clients)) for route in routes_of(api))


def _access(route: ExposedRoute, clients: Mapping[str, tuple[str, ...]]) -> RouteAccess:
    return RouteAccess(
        route.target,
        describe(normal_authorizer(route.authorizer)),
        route.scopes,
        route.api_key,
        open=route.authorizer.kind in OPEN_KINDS and not route.api_key,
        clients=clients.get(route.authorizer.name, ()) if route.authorizer.kind == "jwt" else None,
    )
