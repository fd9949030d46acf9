"""CORS headers that functions send themselves: a REST API sends them on, an HTTP API with CORS settings its own."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from posixpath import normpath
from typing import Literal

from migrator.concern import Concern, Step, View
from migrator.findings import Code, Level
from migrator.sam.kinds import FUNCTION
from migrator.sam.template import Resource
from migrator.text.tree import Node, boolean
from migrator.text.values import Value, is_list, is_map, literal

from ..reading.definition import document
from ..several import listed
from .codes import CORS_IGNORED, CORS_IN_FORCE, CORS_READABLE, FUNCTION_HEADERS
from .judge import bare_origins
from .known import known
from .openapi import preflights
from .sam import configured
from .values import EVERY, is_off

_HEADER = re.compile(r"access-control-(?:allow|expose)-[a-z]+", re.IGNORECASE)
_ORIGIN = re.compile(r"access-control-allow-origin", re.IGNORECASE)
_LITERAL = re.compile(
    r"""access-control-allow-origin['"]\]?\s*[:=]\s*(?:'([^'$]*)'|"([^"$]*)")\s*[,})\]\n;]""", re.IGNORECASE
)
_IN_FORCE = re.compile(r"access-control-(?:allow-credentials|expose-headers)", re.IGNORECASE)
"""What counts on real responses besides the origin; methods and request headers count in preflight answers only."""
_ANSWER = re.compile(r"(?<![\w(.])statusCode\b|\.statusCode\s*=(?!=)")
"""Where a response is made: neither a parameter of a function that makes one, nor a status that is read."""
_PYTHON_IMPORT = re.compile(r"^[ \t]*(?:import|from)[ \t]+([\w.]+)", re.MULTILINE)
_NODE_IMPORT = re.compile(r"""(?:require\s*\(\s*|from\s+|import\s+)['"]([^'"]+)['"]""")
_KNOWN_PACKAGES = ("boto3", "botocore", "aws-sdk", "@aws-sdk/", "node:")
_ENDINGS = (".py", ".js", ".mjs", ".cjs", ".ts", ".mts")

Sends = Literal["same", "wider", "other", "none", "unknown"]
"""The origin that code sends, compared with what the settings allow."""


@dataclass(frozen=True, eq=False)
class FunctionText:
    """The text of a function's code.

    Arguments:
        node: the property that leads there.
        files: the file of the handler and those of its package that it imports, by path; empty where it cannot be read,
            with an empty path for code in the template.
        alone: whether these are all of the code.
    """

    node: Node
    files: Mapping[str, str] = field(default_factory=dict)
    alone: bool = False

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join(self.files.values())

    def first(self, pattern: re.Pattern[str]) -> str | None:
        """The first header that a pattern finds, with where it stands, to put into a sentence."""
        for path, text in self.files.items():
            if found := pattern.search(text):
                place = f" ({path}:{text.count(chr(10), 0, found.start()) + 1})" if path else ""
                return f"`{found[0]}`{place}"
        return None


def to_http(view: View) -> Iterator[Step]:
    """Say whose responses become readable for more origins, and which headers are lost."""
    body = document(view)
    mocks = preflights(body) if body is not None else []
    if not configured(view) and not mocks:
        return
    node = _setting(view.get("Cors"), "AllowOrigin") if configured(view) else mocks[0].cors.given["origins"]
    origins = _known(view, bare_origins(view, node))
    found: dict[Sends, list[str]] = {}
    places: dict[Sends, Node] = {}
    for function in _functions(view):
        code = _code(view, function)
        sends = _sends(code, origins)
        if sends != "same" or _IN_FORCE.search(code.text):
            yield from _lost(view, function, code)
        found.setdefault(sends, []).append(function.id)
        places.setdefault(sends, code.node)
    named = "every origin" if EVERY in (origins or ()) else ", ".join(f"`{origin}`" for origin in origins or ())
    allowed = named or "the origins of the settings"
    for sends, what in _READABLE.items():
        if sends in found:
            level = Level.WARNING if sends == "unknown" else Level.BLOCKER
            message = what.format(listed(found[sends], "functions"), allowed, "s" if len(found[sends]) == 1 else "")
            yield view.find(CORS_READABLE, message, places[sends], level=level, remedy=_REMEDY.get(sends, ""))


_READABLE: dict[Sends, str] = {
    "none": "{0} send{2} no `Access-Control-Allow-Origin`. API Gateway will add it, so pages of {1} can read the responses.",
    "other": "{0} send{2} another `Access-Control-Allow-Origin`. API Gateway will send its own, so pages of {1} can read the responses.",
    "unknown": "Which `Access-Control-Allow-Origin` {0} send{2} is not known. API Gateway will add its own: pages of {1} can read all responses.",
}
_REMEDY: dict[Sends, str] = {"unknown": "Check that all responses may be read from there."}


def to_rest(view: View) -> Iterator[Step]:
    """Say which headers of functions come into force."""
    node = view.get("CorsConfiguration")
    if node is None or is_off(node):
        return
    listed = _setting(node, "AllowOrigins")
    origins = [EVERY] if boolean(node) else _known(view, listed.elements() if listed and is_list(listed) else None)
    for function in _functions(view):
        if _told(view, function, CORS_IN_FORCE):
            continue
        code = _code(view, function)
        header = code.first(_ORIGIN)
        if header is None or (_sends(code, origins) == "same" and not _IN_FORCE.search(code.text)):
            continue
        what = (
            f"{function.id} sends {header}. API Gateway ignores it today; from a REST API browsers "
            "will get it, with whatever origin it names."
        )
        yield view.find(FUNCTION_HEADERS, what, code.node)


def _setting(node: Node | None, key: str) -> Node | None:
    return node.get(key) if node is not None and is_map(node) else node


def _known(view: View, values: Sequence[Value] | None) -> list[str] | None:
    texts = [known(view, value) for value in values or ()]
    return None if values is None or None in texts else [text for text in texts if text is not None]


def _functions(view: View) -> Iterator[Resource]:
    """Functions that answer more than preflight: those of events, and those of a definition's integrations."""
    names = [event.owner.id for event in view.api.events if event.method != "OPTIONS"]
    body = document(view)
    for operation in body.operations if body is not None else ():
        if operation.method != "OPTIONS" and operation.integration is not None:
            within = {id(inner) for inner in operation.integration.walk()}
            names += [r.name for r in view.template.references if id(r.scalar) in within]
    found = (view.template.resources.get(name) for name in dict.fromkeys(names))
    yield from (resource for resource in found if resource is not None and resource.type == FUNCTION)


def _told(view: View, function: Resource, code: Code) -> bool:
    """Whether a finding says it at its place in the code."""
    following = view.following.get(function.id)
    return following is not None and any(finding.code is code for finding in following.findings)


def _lost(view: View, function: Resource, code: FunctionText) -> Iterator[Step]:
    """Headers of a function that an HTTP API ignores."""
    if _told(view, function, CORS_IGNORED):
        return
    header = code.first(_HEADER)
    if header is not None:
        what = f"{function.id} sends {header}. The HTTP API will ignore it."
        yield view.find(FUNCTION_HEADERS, what, code.node)


# -- what code sends ----------------------------------------------------------------------------------------------


def _sends(code: FunctionText, origins: list[str] | None) -> Sends:
    if not code.files:
        return "unknown"
    found, named = _literals(code.text), len(_ORIGIN.findall(code.text))
    if not named:
        return "none" if code.alone and _ANSWER.search(code.text) else "unknown"
    if len(found) < named or len(_ANSWER.findall(code.text)) > named or origins is None:
        return "unknown"
    if found == [origins[0]] * len(found) and len(origins) == 1:
        return "same"
    return "wider" if set(found) == {EVERY} else "other"


def _literals(text: str) -> list[str]:
    return [found[1] or found[2] or "" for found in _LITERAL.finditer(text)]


def _code(view: View, function: Resource) -> FunctionText:
    """What can be read of a function's code."""
    properties = function.properties
    inline, handler = properties.get("InlineCode"), properties.get("Handler")
    layers = properties.get("Layers") is not None
    if inline is not None:
        text = "\n".join(node.text for node in inline.walk() if node.kind == "scalar")
        alone = not layers and literal(inline) is not None and not {*_imported(text)}
        return FunctionText(inline, {"": text}, alone)
    name, folder = literal(handler), literal(properties.get("CodeUri")) or "."
    if handler is None or name is None or view.template.repository is None:
        return FunctionText(handler or function.node)
    files, alone = dict[str, str](), not layers
    todo = [[*_candidates(folder, name)]]
    while todo:
        paths = todo.pop()
        path = next(filter(view.template.repository.find, paths), "")
        source = view.template.repository.read(path)
        if source is None:
            alone = False
        elif path not in files:
            files[path] = source.text
            todo += (_module(folder, path, each) for each in _imported(source.text))
    return FunctionText(handler, files, alone)


def _imported(text: str) -> Iterator[str]:
    """The modules that code imports, but those that Lambda brings."""
    for name in (*_PYTHON_IMPORT.findall(text), *_NODE_IMPORT.findall(text)):
        if not name.startswith(_KNOWN_PACKAGES) and name.partition(".")[0] not in sys.stdlib_module_names:
            yield name


def _module(folder: str, path: str, name: str) -> list[str]:
    """Files of the package that an import in one of its files can mean."""
    beside = PurePosixPath(path).parent
    if not path.endswith(".py"):
        base = normpath(str(beside / name)) if name.startswith(".") else ""
        return [f"{base}{end}" for end in ("", *_ENDINGS, *(f"/index{end}" for end in _ENDINGS))] if base else []
    module = name.lstrip(".")
    for _ in range(len(name) - len(module) - 1):
        beside = beside.parent
    stem = (beside if name != module else PurePosixPath(folder)) / module.replace(".", "/")
    return [f"{stem}{end}" for end in (".py", "/__init__.py")]


def _candidates(folder: str, handler: str) -> Iterator[str]:
    """Files that a handler can stand in: ``src/app.handler`` is in ``src/app.py``, ``a.b.handler`` in ``a/b.py``."""
    module, _, _ = handler.rpartition(".")
    for stem in dict.fromkeys((module, module.replace(".", "/"))):
        for ending in _ENDINGS if stem else ():
            yield str(PurePosixPath(folder) / f"{stem}{ending}")


CONCERN = Concern("cors-headers", to_http, to_rest=to_rest)
