"""The route that an event is for: its path and method, in the spelling of the new kind of API."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from migrator.concern import Step, View, fact
from migrator.sam.extensions import ANY_METHOD
from migrator.sam.template import Event
from migrator.text.node import Node
from migrator.text.operations import RenameKey, SetValue
from migrator.text.values import literal, ref

from ..codes import UNSUPPORTED_SHAPE
from ..reading.definition import document, held, operations, uploaded
from .codes import DUPLICATE_ROUTE, GREEDY_PERMISSION, METHOD_SPELLING, SIBLING_VARIABLES, TRAILING_SLASH

CATCH_ALL = ("/{proxy+}", "/")
"""The routes of a REST API that stand for ``$default``."""

_REST_ANY = frozenset({"*", ANY_METHOD})
_OTHER_GREEDY = re.compile(r"\{(?!proxy\+)[^{}]*\+\}")
_PATH_VARIABLE = re.compile(r"\{([^}]+)\}")


def named(view: View, event: Event) -> Iterator[Step]:
    """The type of an event and the key by which it names its API, wherever they stand: behind a merge key none changes."""
    if (kind := event.node.get("Type")) is not None:
        yield SetValue(kind, view.kind.section)
    reference = event.get(view.old.api_key)
    if event.properties is None or reference is None:
        return
    yield RenameKey(event.properties, view.old.api_key, view.kind.api_key)
    if literal(reference) == view.api.id:
        # SAM takes the text itself for the API's id in the permission that it makes: nobody could call the function.
        yield SetValue(reference, ref(view.new_id))


def path_and_method(view: View, properties: Node) -> Iterator[Step]:
    path, method = properties.get("Path"), properties.get("Method")
    if path is None or method is None:
        return
    if path.text.endswith("/") and path.text.strip("/"):
        more = (
            ""
            if view.kind.name == "http"
            else " SAM created no route for it on the HTTP API; the REST API will have one."
        )
        yield view.find(TRAILING_SLASH, f"`{path.text}` becomes `{path.text.rstrip('/')}`.{more}", path)  # T31
        yield SetValue(path, path.text.rstrip("/"))
    if method.text == "*" and not _is_permission(view):
        yield view.find(
            UNSUPPORTED_SHAPE,
            "`*` is not a method, and SAM creates no route for it. Write `ANY` if you mean every method.",
            method,
        )
    elif method.text.lower() in _REST_ANY:
        yield view.find(METHOD_SPELLING, f"`{method.text}` becomes `ANY`.", method)
        yield SetValue(method, "ANY")
    if view.kind.name == "http" and _OTHER_GREEDY.search(path.text):
        yield view.find(GREEDY_PERMISSION, f"The catch-all variable of `{path.text}` is not called `proxy`.", path)


@fact
def _is_permission(view: View) -> bool:
    """Whether SAM makes of an event only the permission for its route, where `*` is any method: a definition has the routes."""
    return uploaded(view) or (view.old.name == "rest" and document(view) is not None)


def duplicates(view: View) -> Iterator[Step]:
    routes = Counter((event.method, (event.path or "").rstrip("/")) for event in view.api.events)
    for event in view.api.events:
        if event.path is not None and routes[(event.method, event.path.rstrip("/"))] > 1:
            yield view.find(DUPLICATE_ROUTE, f"{event.label} is the route of more than one event.", event.node)


def siblings(view: View) -> Iterator[Step]:
    """T39: one variable name for each place below one parent."""
    names: dict[int, str] = {}
    # Each place has a number, by the one above and its part: a path of many parts must not be kept once for each of them.
    places: dict[tuple[int, str], int] = {}
    for path, node in _paths(view):
        at = 0
        for part in path.strip("/").split("/"):
            is_variable = _PATH_VARIABLE.fullmatch(part) is not None
            if is_variable and names.setdefault(at, part) != part:
                what = f"`{path}` has the variable `{part}` where another path has `{names[at]}`."
                yield view.find(SIBLING_VARIABLES, what, node)
            at = places.setdefault((at, "{}" if is_variable else part), len(places) + 1)


@fact
def _paths(view: View) -> list[tuple[str, Node]]:
    """Every path of the API, and where it stands."""
    body = document(view)
    events = [] if uploaded(view) else [event for event in view.api.events if held(body, event) is None]
    made = [(CATCH_ALL[0] if event.is_catch_all else event.path or "", event.node) for event in events]
    return [*((op.path, op.node) for op in operations(view)), *made]
