"""CORS: a REST API answers preflight per path with fixed headers; an HTTP API owns CORS for all of its responses."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence

from migrator.concern import Concern, Drop, Move, Put, Step, once
from migrator.sam.references import references
from migrator.sam.template import Event
from migrator.text.operations import Moved, Wanted
from migrator.text.tree import Node, boolean, integer
from migrator.text.values import Tagged, Value, attribute, intrinsic, is_list, is_map, literal, ref_target

from .api import UNSUPPORTED_PROPERTY, UNSUPPORTED_SHAPE
from .cors_codes import (
    CORS,
    CORS_CREDENTIALS,
    CORS_EXPOSE,
    CORS_MANY,
    CORS_METHODS,
    CORS_ORIGINS,
    CORS_PARAMETER,
    CORS_RESPONSES,
    CORS_ROUTE,
    CORS_VALUE,
)
from .cors_values import EVERY, EXPRESSION, age, credentials, is_off, origins
from .openapi_document import normal, routes
from .settings import DROPPED_SETTING

LISTS = {"AllowOrigin": "AllowOrigins", "AllowMethods": "AllowMethods", "AllowHeaders": "AllowHeaders"}
"""Keys of REST that become lists."""

ALL_METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
"""What SAM answers for an ANY route of a REST API. Source: samtranslator swagger.py, _make_cors_allowed_methods_for_path_item."""


def to_http(move: Move) -> Iterator[Step]:
    """``Cors`` -> ``CorsConfiguration``."""
    node = move.get("Cors")
    if node is None:
        return
    if is_off(node):
        yield Drop(("Cors",))
        return
    own = _own(move)
    yield from _spelled_twice(move, own)
    if not configured(move):
        what = "`Cors` is removed. Every path has an OPTIONS route of its own, so it does nothing today."
        yield move.find(DROPPED_SETTING, what, node)
        yield Drop(("Cors",))
        return
    for event in own.values():
        what = f"Preflight requests no longer reach OPTIONS {event.path} of {event.owner.id}."
        yield move.find(CORS_ROUTE, what, event.node)
    wanted = yield from _configuration(move, node)
    yield move.find(
        CORS,
        "Preflight and CORS headers of all responses come from API Gateway; headers that functions send are ignored.",
        node,
    )
    yield Put(("CorsConfiguration",), wanted, was="Cors")


@once
def configured(move: Move) -> bool:
    """Whether the HTTP API that a REST API becomes gives CORS headers itself, by what ``Cors`` says."""
    node = move.get("Cors")
    if node is None or is_off(node):
        return False
    # SAM adds no preflight answer to a path that has one. Source: samtranslator swagger.py, add_cors
    own = _own(move)
    return move.get("DefinitionBody") is not None or any(event.path not in own for event in move.api.events)


@once
def _own(move: Move) -> Mapping[str | None, Event]:
    """Routes that answer preflight requests themselves, by path."""
    return {event.path: event for event in move.api.events if event.method == "OPTIONS"}


def _spelled_twice(move: Move, own: Mapping[str | None, Event]) -> Iterator[Step]:
    """A path with and without a slash at its end: SAM adds a preflight answer to whichever it meets first."""
    spelled = {normal(path): path for path in own if path is not None}
    for event in move.api.events:
        other = spelled.get(normal(event.path or ""))
        if other is not None and event.path not in own:
            what = f"`{event.path}` and `{other}` are one path; whether SAM answers preflight there depends on their order."
            yield move.find(UNSUPPORTED_SHAPE, what, event.node, remedy="Spell the path alike in all events.")


def _configuration(move: Move, node: Node) -> Generator[Step, None, dict[str, Wanted]]:
    wanted: dict[str, Wanted] = {}
    if not is_map(node):
        wanted["AllowOrigins"] = yield from values(move, node, "AllowOrigin")
        wanted["AllowMethods"] = methods(move)
        return wanted
    entries = node.entries()
    if "AllowOrigin" not in entries:
        wanted["AllowOrigins"] = [EVERY]  # Source: samtranslator api_generator.py, CorsProperties
    for key, value in entries.items():
        if key in LISTS:
            wanted[LISTS[key]] = Moved(key, (yield from values(move, value, key)))
        elif key == "MaxAge":
            seconds = yield from age(move, value, "MaxAge")
            if seconds is not None:
                wanted[key] = Moved(key, seconds)
        elif key == "AllowCredentials":
            yield from _credentials(move, value, wanted, entries)
        else:
            yield move.find(UNSUPPORTED_PROPERTY, f"`Cors.{key}` is not a property of CORS.", value)
    if "AllowMethods" not in wanted:
        wanted["AllowMethods"] = methods(move)
    return wanted


@once
def methods(move: Move) -> Sequence[Value]:
    """Methods that the API's routes answer; a REST API computes them per path, an HTTP API has one list (T20)."""
    used = {method for method, _ in routes(move)}
    return [*ALL_METHODS] if "ANY" in used else [*sorted(used | {"OPTIONS"})]


def values(move: Move, node: Node, key: str) -> Generator[Step, None, list[Value]]:
    """A value with inner quotes as a list of bare values."""
    if key == "AllowOrigin":
        return (yield from _origins(move, node))
    text = literal(node)
    if text is None or EXPRESSION.match(text):
        return (yield from _unknown(move, node, key))
    return [*split(text)]


def _origins(move: Move, node: Node) -> Generator[Step, None, list[Value]]:
    found = bare_origins(node, move)
    if found is None:
        return (yield from _unknown(move, node, "AllowOrigin"))
    if len(found) > 1:
        yield move.find(CORS_ORIGINS, f"`{literal(node)}` becomes {len(found)} origins.", node)
    yield from origins(move, found, node)
    names = [r.name for r in references(node) if r.name in move.template.parameters]
    if names:
        quotes = ", with the inner quotes in its value" if found == [node] else ""
        yield move.find(CORS_PARAMETER, f"The origin is the value of parameter `{', '.join(names)}`{quotes}.", node)
    return found


def bare_origins(node: Node | None, move: Move) -> list[Value] | None:
    """The origins without their inner quotes; None where these cannot be seen. SAM's default is every origin."""
    if node is None:
        return [EVERY]  # Source: samtranslator api_generator.py, CorsProperties
    if (text := literal(node)) is not None:
        return [*split(text)]
    bare = unquoted(node) or (node if ref_target(node) in move.template.parameters else None)
    return [bare] if bare is not None else None


def _unknown(move: Move, node: Node, key: str) -> Generator[Step, None, list[Value]]:
    yield move.find(CORS_VALUE, f"`{key}` is an intrinsic whose inner quotes cannot be told.", node)
    return [node]


def split(text: str) -> list[str]:
    """``"'A, B'"`` -> ``["A", "B"]``: one layer of single quotes off, split at commas (T19)."""
    text = text.strip()
    if len(text) >= 2 and text[0] == text[-1] == "'":
        text = text[1:-1]
    return [part.strip() for part in text.split(",") if part.strip()]


def unquoted(node: Node) -> Value:
    """An intrinsic without the single quotes around its text; None when they are not there to see."""
    call = intrinsic(node)
    if call is None:
        return None
    if call.name == "Sub" and call.text is not None:
        text = call.text
        if len(text) > 2 and text[0] == text[-1] == "'" and "," not in text:
            return Tagged(
                "Sub", text[1:-1]
            )  # not Ref: SAM would put the parameter's value at compile time in its place
        return None
    parts = call.argument.elements() if call.name == "Join" else []
    return _joined(parts[1]) if len(parts) == 2 and literal(parts[0]) == "" else None


def _joined(parts: Node) -> Value:
    """``!Join ['', ["'", !Ref O, "'"]]`` -> ``!Ref O``; text that stands beside a quote stays in the Join."""
    items = parts.elements() if is_list(parts) else []
    texts = [literal(item) for item in items]
    first, last = (texts[0] or "", texts[-1] or "") if len(items) > 1 else ("", "")
    if not first.startswith("'") or not last.endswith("'") or any("," in text for text in texts if text):
        return None
    bare: list[Value] = [text for text in (first[1:],) if text]
    bare += [*items[1:-1], *(text for text in (last[:-1],) if text)]
    return bare[0] if len(bare) == 1 else Tagged("Join", ["", bare]) if bare else None


def _credentials(move: Move, node: Node, wanted: dict[str, Wanted], cors: dict[str, Node]) -> Iterator[Step]:
    value = boolean(node)
    if value is None:
        # T43: SAM drops a text here on both kinds.
        yield move.find(DROPPED_SETTING, "`AllowCredentials` is no literal boolean; SAM ignores it.", node)
        return
    if value:
        yield from credentials(move, bare_origins(cors.get("AllowOrigin"), move) or [], node)
    wanted["AllowCredentials"] = node


# -- to-rest ---------------------------------------------------------------------------------------------------


def to_rest(move: Move) -> Iterator[Step]:
    """``CorsConfiguration`` -> ``Cors``."""
    node = move.get("CorsConfiguration")
    if node is None:
        return
    if is_off(node):
        yield Drop(("CorsConfiguration",))
        return
    settings = node.entries() if is_map(node) else {}
    wanted: Wanted = quoted(EVERY) if boolean(node) else (yield from of_http(move, node, settings))
    if wanted is None:
        return
    yield from answers(move, node, wanted)
    yield Put(("Cors",), wanted, was="CorsConfiguration")


def answers(move: Move, node: Node, wanted: Wanted) -> Iterator[Step]:
    """Say what is answered otherwise by a REST API.

    Arguments:
        node: where CORS is configured.
        wanted: the ``Cors`` that it becomes.
    """
    yield move.find(CORS_RESPONSES, "Responses get no CORS headers from API Gateway any more.", node)
    if not isinstance(wanted, dict) or "AllowMethods" not in wanted:  # T20
        yield move.find(CORS_METHODS, "No methods are named to browsers today; those of each path will be.", node)


def of_http(move: Move, node: Node, settings: dict[str, Node]) -> Generator[Step, None, Wanted]:
    """``Cors`` for what an HTTP API is told; None when it cannot be read.

    Arguments:
        node: where it stands, for findings.
        settings: its entries by the names that SAM has for them.
    """
    origins = settings.get("AllowOrigins")
    if origins is None or not is_list(origins) or not origins.elements():
        yield move.find(CORS_VALUE, "No list of origins can be read here.", origins or node)
        return None
    wanted: dict[str, Wanted] = {}
    for key, value in settings.items():
        if key == "AllowOrigins":
            wanted["AllowOrigin"] = Moved(key, (yield from _one_origin(move, value)))
        elif key in ("AllowMethods", "AllowHeaders"):
            wanted[key] = Moved(key, (yield from _texts(move, key, value)))
        elif key == "MaxAge":
            seconds = integer(value)  # SAM reads a number as YAML 1.1 does, and writes it in decimal digits
            quoted_ = yield from _between_quotes(move, "The maximum age", value)
            wanted[key] = Moved(key, quoted_ or value if seconds is None else quoted(str(seconds)))
        elif key == "AllowCredentials":
            wanted[key] = value
        elif key == "ExposeHeaders":
            yield move.find(CORS_EXPOSE, "Browsers may read these headers of responses.", value)
        else:
            yield move.find(UNSUPPORTED_PROPERTY, f"`CorsConfiguration.{key}` is not a property of CORS.", value)
    return wanted


def _one_origin(move: Move, node: Node) -> Generator[Step, None, Value]:
    items = node.elements()
    if len(items) > 1:
        yield move.find(CORS_MANY, f"{len(items)} origins are allowed.", node)
    yield from _with_quotes(move, items)
    return (yield from _between_quotes(move, "The origin", items[0])) or node


def _between_quotes(move: Move, what: str, node: Node) -> Generator[Step, None, Value]:
    """A value between inner quotes; None when it is an intrinsic that cannot be put there."""
    text, call = literal(node), intrinsic(node)
    if text is not None:
        return quoted(text.strip("'"))
    if (found := attribute(node)) is not None:
        return Tagged("Sub", quoted(f"${{{'.'.join(found)}}}"))
    if call is not None and call.text is not None and call.name in ("Ref", "Sub"):
        return Tagged("Sub", quoted(f"${{{call.text}}}" if call.name == "Ref" else call.text))
    parts = call.argument.elements() if call is not None and call.name == "Join" else []
    if len(parts) == 2 and literal(parts[0]) == "" and is_list(parts[1]):
        return Tagged("Join", ["", ["'", *parts[1].elements(), "'"]])
    yield move.find(CORS_VALUE, f"{what} is an intrinsic that cannot be put between quotes.", node)
    return None


def _texts(move: Move, key: str, node: Node) -> Generator[Step, None, Value]:
    texts = [literal(item) for item in node.elements()] if is_list(node) else [None]
    if None in texts:
        yield move.find(CORS_VALUE, f"`{key}` is no list of texts.", node)
    yield from _with_quotes(move, node.elements() if is_list(node) else [])
    return quoted(",".join(text for text in texts if text is not None))


def _with_quotes(move: Move, items: Iterable[Node]) -> Iterator[Step]:
    """Values that no browser matches on an HTTP API and that browsers would match on a REST API (T19)."""
    for item in items:
        text = literal(item)
        if text is not None and "'" in text:
            what = f"`{text}` has quotes of its own, with which it matches nothing today."
            yield move.find(UNSUPPORTED_SHAPE, what, item, remedy="Take the inner quotes away, or the value.")


def quoted(text: str) -> str:
    """A value between the inner quotes that a REST API wants (T19)."""
    return f"'{text}'"


CONCERN = Concern(
    "cors",
    (
        CORS,
        CORS_ROUTE,
        CORS_ORIGINS,
        CORS_PARAMETER,
        CORS_VALUE,
        CORS_CREDENTIALS,
        CORS_RESPONSES,
        CORS_METHODS,
        CORS_MANY,
        CORS_EXPOSE,
    ),
    to_http,
    frozenset({"Cors"}),
    to_rest,
    frozenset({"CorsConfiguration"}),
)
