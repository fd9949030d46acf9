"""CORS headers that functions send themselves: an HTTP API with CORS ignores them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from migrator.concern import Concern, Move, Step
from migrator.findings import Code, Level
from migrator.sam.kinds import FUNCTION
from migrator.sam.template import Resource
from migrator.text.tree import Node
from migrator.text.values import literal

from .. import pages
from ..handlers.codes import CORS_IGNORED
from .sam import configured

FUNCTION_HEADERS = Code(
    "cors-function-headers",
    Level.WARNING,
    "A function sends CORS headers of its own.",
    "Once an HTTP API has a CORS configuration it adds the headers itself and ignores those of the function: origins, credentials or exposed "
    "headers that only the function names are lost, and one that the function refuses is answered.",
    "Compare the function's headers with `CorsConfiguration`, copy what is missing (`ExposeHeaders`, `AllowCredentials`), and remove them from "
    "the function.",
    pages.CORS,
    security=True,
)

_HEADER = re.compile(r"access-control-(?:allow|expose)-[a-z]+", re.IGNORECASE)
_ENDINGS = (".py", ".js", ".mjs", ".cjs", ".ts", ".mts")


def to_http(move: Move) -> Iterator[Step]:
    """Look through the sources of the API's functions."""
    if not configured(move):
        return
    seen: set[str] = set()
    for event in move.api.events:
        owner = event.owner
        if owner.id in seen or owner.type != FUNCTION:
            continue
        seen.add(owner.id)
        if _told(move, owner):
            continue
        found = _found(move, owner)
        if found is not None:
            header, place, node = found
            what = f"{owner.id} sends `{header}`{place}, which is ignored from now on."
            yield move.find(FUNCTION_HEADERS, what, node)


def _told(move: Move, function: Resource) -> bool:
    """Whether the reading of the function's code names such headers at their place."""
    following = move.following.get(function.id)
    return following is not None and any(finding.code is CORS_IGNORED for finding in following.findings)


def _found(move: Move, function: Resource) -> tuple[str, str, Node] | None:
    """The first CORS header in a function's code, its place, and the property that leads there."""
    inline = function.properties.get("InlineCode")
    if inline is not None:
        texts = [node.text for node in inline.walk() if node.kind == "scalar"]
        header = _HEADER.search("\n".join(texts))
        return (header[0], "", inline) if header is not None else None
    handler, code = function.properties.get("Handler"), function.properties.get("CodeUri")
    name, folder = literal(handler), literal(code)
    if handler is None or name is None or move.template.repository is None:
        return None
    for path in _candidates(folder or ".", name):
        source = move.template.repository.read(path)
        header = _HEADER.search(source.text) if source is not None else None
        if source is not None and header is not None:
            line, _ = source.position(header.start())
            return header[0], f" ({path}:{line})", handler
    return None


def _candidates(folder: str, handler: str) -> Iterator[str]:
    """Files that a handler can stand in: ``src/app.handler`` is in ``src/app.py``, ``a.b.handler`` in ``a/b.py``."""
    module, _, _ = handler.rpartition(".")
    for stem in dict.fromkeys((module, module.replace(".", "/"))):
        for ending in _ENDINGS if stem else ():
            yield str(PurePosixPath(folder) / f"{stem}{ending}")


CONCERN = Concern("cors-headers", (FUNCTION_HEADERS,), to_http)
