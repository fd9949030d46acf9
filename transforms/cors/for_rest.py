"""What of a CORS configuration a REST API cannot say, and what it becomes there."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence

from migrator.concern import Step, View, is_true
from migrator.text.node import Node, boolean, integer
from migrator.text.values import Value, is_list, items_of

from ..codes import DROPPED_SETTING, UNSUPPORTED_SHAPE
from .codes import CORS_MANY, CORS_METHODS, CORS_VALUE
from .fact import Bare, Cors
from .for_http import unknown_settings
from .known import known
from .responses import told
from .values import EVERY, between_quotes, list_between_quotes, quoted, quoted_text

_WILD = re.compile(r"https?://\*")


def for_rest(view: View, cors: Cors) -> Generator[Step, None, Bare | None]:
    """State what a configuration of an HTTP API becomes, and what of it a REST API cannot say; None where CORS goes.

    Arguments:
        cors: what `CorsConfiguration` or a definition says.
    """
    origins = cors.given.get("origins")
    if not cors.every and (origins is None or is_off_list(origins)):
        what = f"`{cors.spelling}` is left out. It names no origin, so it allows none."
        yield view.find(DROPPED_SETTING, what, cors.node)
        return None
    found: Bare = {"origins": quoted(EVERY)} if cors.every else {}
    found.update((yield from _settings(view, cors)))
    yield from unknown_settings(view, cors)
    yield from told(view, cors)
    if "methods" not in cors.given:  # T20
        what = "Preflight answers name no methods today; they will name the methods of each path."
        yield view.find(CORS_METHODS, what, cors.node)
    return found


def _settings(view: View, cors: Cors) -> Generator[Step, None, Bare]:
    found: Bare = {}
    for name, node in cors.given.items():
        if name == "origins":
            found[name] = yield from _one_origin(view, cors, node)
        elif name == "age":
            found[name] = yield from _quoted_age(view, node)
        elif name == "credentials":
            if boolean(node) is None and cors.spelling != "CorsConfiguration":
                yield view.find(CORS_VALUE, f"`{cors.key(name)}` is not a literal boolean.", node)
            found[name] = node
        elif name != "expose" and not (name == "headers" and is_off_list(node)):
            found[name] = yield from _texts(view, cors.key(name), node)
    return found


def is_off_list(node: Node) -> bool:
    """Whether a list of origins allows none."""
    return node.is_null or (is_list(node) and not node.elements())


def _one_origin(view: View, cors: Cors, node: Node) -> Generator[Step, None, Value]:
    items, key = items_of(node), cors.key("origins")
    if not items:
        what = f"`{key}` is not a list that is written out here."
        remedy = "List the origin: `[https://example.com]` or `[!Ref Origin]`, where `Origin` is a String parameter."
        yield view.find(CORS_VALUE, what, node, remedy=remedy)
        return node
    yield from _several(view, cors, node, items)
    yield from _quotes(view, items)
    wanted = between_quotes(view, items[0])
    if wanted is None:
        yield view.find(CORS_VALUE, f"`{key}` has an intrinsic that cannot be put between quotes.", node)
    return wanted or node


def _several(view: View, cors: Cors, node: Node, items: Sequence[Node]) -> Iterator[Step]:
    """A REST API allows one origin by its name, or every one."""
    texts = {text for item in items if (text := known(view, item)) is not None}
    if len(items) > 1:
        # With credentials no browser takes `*` (Fetch standard, CORS protocol and credentials).
        both = texts == {"http://*", "https://*"} and not is_true(cors.given.get("credentials"))
        remedy = "Allow `*` in their place if every origin may read the answers, `null` too." if both else ""
        yield view.find(CORS_MANY, f"{len(items)} origins are allowed.", node, remedy=remedy)
    elif (wild := next((text for text in texts if _WILD.match(text)), None)) is not None:
        what = f"`{wild}` allows many origins. A REST API would send it as it is, and no browser accepts that."
        yield view.find(CORS_MANY, what, node)


def _quoted_age(view: View, node: Node) -> Generator[Step, None, Value]:
    seconds = integer(node)  # SAM reads a number as YAML 1.1 does, and writes it in decimal digits
    wanted = between_quotes(view, node) if seconds is None else quoted(str(seconds))
    if wanted is None:
        yield view.find(CORS_VALUE, "`MaxAge` is an intrinsic that cannot be put between quotes.", node)
    return wanted or node


def _texts(view: View, key: str, node: Node) -> Generator[Step, None, Value]:
    found = list_between_quotes(view, node)
    if found is None:
        remedy = "Write the values out as a list of texts, such as `[GET, POST]`."
        yield view.find(CORS_VALUE, f"`{key}` must be a literal list.", node, remedy=remedy)
    yield from _quotes(view, items_of(node))
    return found if found is not None else node


def _quotes(view: View, items: Sequence[Node]) -> Iterator[Step]:
    """Values that no browser matches on an HTTP API and that browsers would match on a REST API (T19)."""
    for item in items:
        if (text := quoted_text(view, item)) is not None:
            what = f"`{text}` has quotes of its own, so it matches nothing today."
            yield view.find(UNSUPPORTED_SHAPE, what, item, remedy="Remove the inner quotes, or the value.")
