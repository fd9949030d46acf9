"""Quotas and characters: what one kind of API takes and the other does not."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import Concern, Step, View, fact
from migrator.findings import Code, Example, Level
from migrator.sam.quotas import INTEGRATIONS, RESOURCES, ROUTES, SCOPES, refused_part, resources
from migrator.text.node import Node
from migrator.text.values import get, is_list

from .. import pages
from ..reading.definition import count, operations, uploaded
from ..reading.sharing import integrations
from .paths import CATCH_ALL

QUOTA = Code(
    "quota",
    Level.BLOCKER,
    "The API exceeds a quota of HTTP APIs.",
    f"An HTTP API has at most {INTEGRATIONS} integrations, of which SAM writes one for each event (operations of a definition can share theirs), and a route asks for at most "
    f"{SCOPES} scopes. AWS does not raise these quotas, so the deployment fails.",
    "Split the API, use ANY routes or `{proxy+}` paths, or ask for fewer scopes.",
    pages.HTTP_QUOTAS,
    acceptable=False,
    only="to-http",
)
ROUTE_QUOTA = Code(
    "route-quota",
    Level.WARNING,
    "The API has more routes than an HTTP API has by default.",
    f"An HTTP API has {ROUTES} routes unless AWS raised the quota for the account; the deployment fails otherwise.",
    "Ask AWS for a higher quota (routes per API) before you deploy.",
    pages.HTTP_QUOTAS,
    only="to-http",
)
RESOURCE_QUOTA = Code(
    "resource-quota",
    Level.BLOCKER,
    "The paths of the API need more resources than a REST API has by default.",
    f"Every part of a path is a resource of a REST API, which has {RESOURCES} of them unless AWS raised the quota for the account.",
    "Split the API or use `{proxy+}` paths, or ask AWS for a higher quota first; then accept with `--accept resource-quota`.",
    pages.REST_QUOTAS,
    only="to-rest",
)
PATH_REFUSED = Code(
    "path-refused",
    Level.BLOCKER,
    "A path has a part that REST APIs do not accept.",
    "API Gateway refuses it: `Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning "
    "and the end`.",
    "Give the route another path, or let a variable such as `{name}` take the whole part and look at it in the handler.",
    pages.KNOWN_ISSUES,
    Example("Path: /users/@me", "Path: /users/me"),
    acceptable=False,
)


def to_http(view: View) -> Iterator[Step]:
    """Count integrations and scopes."""
    routes = count(view)
    if (found := integrations(view)) > INTEGRATIONS:
        each = "each with its own integration" if found == routes else f"which need {found} integrations"
        yield view.find(
            QUOTA, f"The API has {routes} routes, {each}; an HTTP API has at most {INTEGRATIONS} integrations."
        )
    elif routes > ROUTES:
        yield view.find(ROUTE_QUOTA, f"The API has {routes} routes; an HTTP API has at most {ROUTES} by default.")
    for what, scopes in _scopes(view):
        if len(scopes.elements()) > SCOPES:
            yield view.find(
                QUOTA, f"{what} asks for {len(scopes.elements())} scopes; a route accepts at most {SCOPES}.", scopes
            )


def _scopes(view: View) -> Iterator[tuple[str, Node]]:
    """Who asks for scopes, and the list of them."""
    found = [(event.label, get(view.auth.own(event), "AuthorizationScopes")) for event in view.api.events]
    authorizers = view.auth.authorizers.items()
    found += [(f"Authorizer {name}", node.get("AuthorizationScopes")) for name, node in authorizers]
    found += [(operation.label, scopes) for operation in operations(view) for scopes in operation.asks.values()]
    return ((who, scopes) for who, scopes in found if scopes is not None and is_list(scopes))


def to_rest(view: View) -> Iterator[Step]:
    """Count resources, and look at the characters of paths."""
    places = _paths(view)
    for path, node in places.items():
        if (part := refused_part(path)) is not None:
            yield view.find(PATH_REFUSED, f"A REST API does not accept the part `{part}` of `{path}`.", node)
    catches_all = not uploaded(view) and any(event.is_catch_all for event in view.api.events)
    if (found := resources([*places, *(CATCH_ALL if catches_all else ())])) > RESOURCES:
        what = f"The paths of the API need {found} resources; a REST API has at most {RESOURCES} by default."
        yield view.find(RESOURCE_QUOTA, what)


@fact
def _paths(view: View) -> dict[str, Node]:
    """Every path that is written out, and where."""
    places = {op.path: op.item for op in operations(view)}
    for event in () if uploaded(view) else view.api.events:
        written = event.get("Path")
        if event.path is not None and written is not None:
            places.setdefault(event.path, written)
    return places


CONCERN = Concern("quotas", to_http, to_rest=to_rest)
