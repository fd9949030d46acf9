"""What a place of a template is about: the routes or the authorizer that it belongs to, or the API as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .sam.template import Api, Event
from .text.node import Node
from .text.values import entries_of, get, is_map

NOTHING: frozenset[str] = frozenset()
DEFAULT_ROUTES = ("ANY /", "ANY /{proxy+}")
"""What a catch-all event is as routes with a path of their own (trap T32)."""


SCHEMES = (("components", "securitySchemes"), ("securityDefinitions",))
"""Where a definition has its authorizers."""


def subjects(api: Api, definition: Node | None) -> Mapping[int, frozenset[str]]:
    """List what is about single routes or authorizers; what is not listed is about the whole API.

    Arguments:
        api: the API; its nodes are the keys, by identity, since an alias stands for one node in several places.
        definition: its definition, where that is in a file of its own.
    """
    found: dict[int, frozenset[str]] = {}
    for names, root in _parts(api, definition):
        for node in _reachable(root):
            found[id(node)] = found.get(id(node), NOTHING) | names
    return found


def route(method: str, path: str) -> str:
    """The name of a route as the compared surfaces have it, such as ``GET /orders``.

    Arguments:
        method: upper case, ``ANY`` for all.
        path: with or without a slash at the end.
    """
    return f"{method} /{path.strip('/')}"


def routes_of(event: Event) -> frozenset[str]:
    """Names of the routes that an event makes.

    Arguments:
        event: an API event.
    """
    if event.method is None or event.path is None:
        return frozenset(DEFAULT_ROUTES)
    return frozenset({route(event.method, event.path)})


def defined_routes(definition: Node | None) -> Iterator[tuple[str, Node]]:
    """The entries of a definition's paths as names of routes.

    Arguments:
        definition: of an API; None where it has none.
    """
    for path, item in entries_of(get(definition, "paths")).items():
        for method, operation in entries_of(item).items():
            any_method = method.startswith("x-amazon-apigateway-any")
            yield route("ANY" if any_method else method.upper(), path), operation


def _parts(api: Api, definition: Node | None) -> Iterator[tuple[frozenset[str], Node]]:
    for event in api.events:
        yield routes_of(event), event.node
    for name, authorizer in entries_of(api.properties.get("Auth", "Authorizers")).items():
        yield frozenset({name}), authorizer
    for keys in SCHEMES:
        for name, scheme in entries_of(get(definition, *keys)).items():
            yield frozenset({name}), scheme
    for name, operation in defined_routes(definition):
        yield frozenset({name}), operation


def _reachable(root: Node) -> Iterator[Node]:
    """A node and all below it, aliases followed. The reader keeps both depth and size within limits."""
    stack = [root]
    while stack:
        node = stack.pop().read()
        yield node
        stack.extend(node.entries().values() if is_map(node) else node.elements())
