"""CORS as SAM spells it: a REST API answers preflight per path, an HTTP API owns CORS for all of its responses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from migrator.concern import Concern, Drop, Put, Step, View, fact
from migrator.sam.template import Event
from migrator.text.node import Node, boolean
from migrator.text.operations import Moved, Wanted
from migrator.text.values import Value, is_map

from ..codes import DROPPED_SETTING, UNSUPPORTED_SHAPE
from ..reading.definition import document, is_defined, routes
from ..reading.document import normal
from . import codes
from .fact import KEYS, Bare, Cors, Spelling, cors_of
from .for_http import for_http
from .for_rest import for_rest
from .known import known
from .responses import of_errors
from .sent import allowed_instead
from .values import bare_origins, is_off

ALL_METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
"""What SAM answers for an ANY route of a REST API. Source: samtranslator swagger.py, _make_cors_allowed_methods_for_path_item."""


def to_http(view: View) -> Iterator[Step]:
    """``Cors`` -> ``CorsConfiguration``."""
    node = view.get("Cors")
    if node is None:
        return
    if is_off(node):
        yield Drop(("Cors",))
        return
    own = own_routes(view)
    yield from _spelled_twice(view, own)
    if not configured(view):
        what, remedy = "Every path has its own OPTIONS route, so `Cors` has no effect today.", ""
        if not (view.api.events or is_defined(view.api)):
            what = "No event names this API, so it has no routes and answers nothing today."
            remedy = "Check whether the events lost `RestApiId`; add CORS again with the routes."
        yield view.find(DROPPED_SETTING, f"`Cors` is left out. {what}", node, remedy=remedy)
        yield Drop(("Cors",))
        return
    if own:
        listed = ", ".join(f"OPTIONS {event.path}" for event in own.values())
        what = f"API Gateway will add the headers of `CorsConfiguration` to the answers of {listed}, in place of the function's own."
        yield view.find(codes.CORS_ROUTE, what, next(iter(own.values())).node)
    cors = cors_of(node, "Cors")
    found = yield from for_http(view, cors)
    yield view.find(codes.CORS, codes.OWNED, node)
    if "methods" not in found:
        found["methods"] = methods(view)
    yield Put(("CorsConfiguration",), _written(cors, found, "CorsConfiguration"), was="Cors")


def to_rest(view: View) -> Iterator[Step]:
    """``CorsConfiguration`` -> ``Cors``."""
    node = view.get("CorsConfiguration")
    if node is None:
        return
    if is_off(node):
        yield Drop(("CorsConfiguration",))
        return
    if not is_map(node) and not boolean(node):  # SAM hands an intrinsic function on as all of the settings (T18)
        remedy = "Write the settings out as a map; a value of it may depend on a condition."
        yield view.find(
            codes.CORS_VALUE, "`CorsConfiguration` is not a map that is written out here.", node, remedy=remedy
        )
        return
    cors = cors_of(node, "CorsConfiguration")
    found = yield from for_rest(view, cors)
    if found is None:
        yield Drop(("CorsConfiguration",))
        return
    yield from routes_beside(view, ((f"OPTIONS {path}", event.node) for path, event in own_routes(view).items()))
    yield Put(("Cors",), found["origins"] if cors.every else _written(cors, found, "Cors"), was="CorsConfiguration")
    if errors := of_errors(cors, found):
        yield Put(("GatewayResponses",), errors)


def _written(cors: Cors, found: Bare, spelling: Spelling) -> dict[str, Wanted]:
    """Settings under the names that they have after; each takes the place of the one that it was."""
    moved = {} if cors.every else cors.given
    after = KEYS[spelling]
    return {after[n]: Moved(cors.key(n), value) if n in moved else value for n, value in found.items()}


def routes_beside(view: View, found: Iterable[tuple[str, Node]]) -> Iterator[Step]:
    """Refuse OPTIONS routes beside the CORS settings of an HTTP API: SAM adds no mock to a path that has one.

    Arguments:
        found: method and path of each, and where it stands.
    """
    listed = list(found)
    if listed:
        labels = ", ".join(label for label, _ in listed)
        what = f"API Gateway adds the CORS headers to the answers of {labels} today. On a REST API it would add none there."
        yield view.find(codes.CORS_BESIDE, what, listed[0][1])


@fact
def configured(view: View) -> bool:
    """Whether the HTTP API that a REST API becomes gives CORS headers itself, by what ``Cors`` says."""
    node = view.get("Cors")
    if node is None or is_off(node):
        return False
    # SAM adds no preflight answer to a path that has one. Source: samtranslator swagger.py, add_cors
    answered = {path for method, path in routes(view) if method == "OPTIONS"}
    paths = (*(path for _, path in routes(view)), *(event.path for event in view.api.events))
    unread = view.get("DefinitionBody") is not None and document(view) is None
    return unread or any(path not in answered for path in paths)


@fact
def allowed(view: View) -> str | None:
    """The one origin that the HTTP API a REST API becomes allows; None where there are several, or it is not known."""
    node = view.get("Cors")
    found = bare_origins(view, node.get("AllowOrigin") if node is not None and is_map(node) else node)
    origin = known(view, found[0]) if found is not None and len(found) == 1 else None
    return allowed_instead(view, [origin]) or origin


@fact
def own_routes(view: View) -> Mapping[str | None, Event]:
    """Routes that answer preflight requests themselves, by path."""
    return {event.path: event for event in view.api.events if event.method == "OPTIONS"}


def _spelled_twice(view: View, own: Mapping[str | None, Event]) -> Iterator[Step]:
    """A path with and without a slash at its end: SAM adds a preflight answer to whichever it meets first."""
    spelled = {normal(path): path for path in own if path is not None}
    for event in view.api.events:
        other = spelled.get(normal(event.path or ""))
        if other is not None and event.path not in own:
            what = f"`{event.path}` and `{other}` are one path; whether SAM answers preflight there depends on their order."
            yield view.find(UNSUPPORTED_SHAPE, what, event.node, remedy="Spell the path alike in all events.")


@fact
def methods(view: View) -> Sequence[Value]:
    """Methods that the API's routes answer; a REST API computes them per path, an HTTP API has one list (T20)."""
    used = {method for method, _ in routes(view)}
    return [*ALL_METHODS] if "ANY" in used else [*sorted(used | {"OPTIONS"})]


CONCERN = Concern("cors", to_http, frozenset({"Cors"}), to_rest, frozenset({"CorsConfiguration"}))
