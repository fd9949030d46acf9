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
from migrator.text.values import Value, all_known, is_list, is_map, items_of, literal

from ..reading.definition import operations
from ..reading.document import texts
from ..several import listed
from .codes import CORS_IGNORED, CORS_IN_FORCE, CORS_READABLE, FUNCTION_HEADERS
from .for_http import bare_origins
from .known import known
from .openapi import preflights
from .responses import answered, named_in
from .sam import configured
from .values import EVERY, is_off

_HEADER = re.compile(r"access-control-(?:allow|expose)-[a-z]+", re.IGNORECASE)
_ORIGIN = re.compile(r"access-control-allow-origin", re.IGNORECASE)
_LITERAL = re.compile(
    r"""access-control-allow-origin['"]\]?\s*[:=]\s*(?:'([^'$]*)'|"([^"$]*)")\s*[,})\]\n;]""", re.IGNORECASE
)
_IN_FORCE = re.compile(r"access-control-(?:allow-credentials|expose-headers)", re.IGNORECASE)
"""What counts on real responses besides the origin; methods and request headers count in preflight answers only."""
_ANSWER = re.compile(
    r"(?<![\w(.])(?:statusCode|status_code)\b|\(\s*(?:statusCode|status_code)\s*=|\.(?:statusCode|status_code)\s*[^\w\s=]*=(?!=)"
)
"""Where a response is made: neither what stands alone in parentheses, such as a parameter, nor a status that is read."""
_REPLACED = re.compile(
    r"""\bheaders['"]\]\s*=(?!=)|\.headers\s*=(?!=)|(?:\.\.\.|\*\*)[^{};:]*?,\s*['"]?headers\b|\bdict\([^{};=]*,\s*headers\s*="""
)
"""Where a response that was made elsewhere gets other headers."""
_PYTHON_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import[ \t]*(?:\(([^)]*)\)|([^\n#]*))|import[ \t]+([^\n#;]+))", re.MULTILINE
)
_NODE_IMPORT = re.compile(r"""(?:\brequire\s*\(\s*|\bimport\s*\(\s*|\bfrom\s+|\bimport\s+)['"]([^'"]+)['"]""")
_BY_NAME = re.compile(r"""\b(?:require|import)\s*\(\s*[^'"\s]|\bimportlib\b|__import__""")
"""What loads modules whose names stand nowhere."""
_KNOWN_PACKAGES = ("boto3", "botocore", "aws-sdk", "@aws-sdk/", "node:")
_NODE_MODULES = frozenset(
    [
        "assert",
        "buffer",
        "child_process",
        "crypto",
        "dns",
        "events",
        "fs",
        "fs/promises",
        "http",
        "http2",
        "https",
        "net",
        "os",
        "path",
        "process",
        "querystring",
        "stream",
        "string_decoder",
        "timers",
        "timers/promises",
        "tls",
        "url",
        "util",
        "worker_threads",
        "zlib",
    ]
)
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
    mocks = preflights(operations(view))
    if not configured(view) and not mocks:
        return
    node = _setting(view.get("Cors"), "AllowOrigin") if configured(view) else mocks[0].cors.given["origins"]
    origins = _known(view, bare_origins(view, node))
    found: dict[Sends, dict[str, Node]] = {}
    for function in _functions(view):
        code = _code(view, function)
        sends = _sends(code, origins)
        if sends != "same" or _IN_FORCE.search(code.text):
            yield from _lost(view, function, code)
        found.setdefault(sends, {})[function.id] = code.node
    for sends, what in _READABLE.items():
        if functions := found.get(sends):
            level = Level.WARNING if sends == "unknown" else Level.BLOCKER
            ending = "s" if len(functions) == 1 else ""
            message = what.format(listed([*functions], "functions"), _allowed(origins), ending)
            place = next(iter(functions.values()))
            yield view.find(CORS_READABLE, message, place, level=level, remedy=_REMEDY.get(sends, ""))


def _allowed(origins: list[str] | None) -> str:
    """Whose pages the settings let read responses."""
    if EVERY in (origins or ()):
        return "every origin"
    return ", ".join(f"`{origin}`" for origin in origins or ()) or "the origins of the settings"


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
    origins = [EVERY] if boolean(node) else _known(view, items_of(listed) if is_list(listed) else None)
    for function in _functions(view):
        if not _told(view, function, CORS_IN_FORCE):
            yield from _in_force(view, function, _code(view, function), origins)


def _in_force(view: View, function: Resource, code: FunctionText, origins: list[str] | None) -> Iterator[Step]:
    header = code.first(_ORIGIN)
    if header is not None and (_sends(code, origins) != "same" or _IN_FORCE.search(code.text)):
        what = (
            f"{function.id} sends {header}. API Gateway ignores it today; from a REST API browsers "
            "will get it, with whatever origin it names."
        )
        yield view.find(FUNCTION_HEADERS, what, code.node)


def _setting(node: Node | None, key: str) -> Node | None:
    return node.get(key) if node is not None and is_map(node) else node


def _known(view: View, values: Sequence[Value] | None) -> list[str] | None:
    return all_known(known(view, value) for value in values) if values is not None else None


def _functions(view: View) -> Iterator[Resource]:
    """Functions that answer more than preflight: those of events, and those of a definition's integrations."""
    names = [event.owner.id for event in view.api.events if event.method != "OPTIONS"]
    names += [name for operation in answered(view) for name in named_in(view, operation)]
    for name in dict.fromkeys(names):
        if view.template.type_of(name) == FUNCTION:
            yield view.template.resources[name]


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
    if not code.alone:
        return "unknown"
    found, named = _literals(code.text), len(_ORIGIN.findall(code.text))
    if not named:
        return "none" if _ANSWER.search(code.text) else "unknown"
    if len(found) < named or len(_ANSWER.findall(code.text)) > named or _REPLACED.search(code.text) or origins is None:
        return "unknown"
    return _compared(found, origins)


def _compared(found: list[str], origins: list[str]) -> Sends:
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
        text, python = "\n".join(texts(inline)), (literal(properties.get("Runtime")) or "").startswith("python")
        alone = not layers and literal(inline) is not None and not _BY_NAME.search(text)
        return FunctionText(inline, {"": text}, alone and not any(_imported(text, python=python)))
    folder, repository = literal(properties.get("CodeUri")) or ".", view.template.repository
    files, alone, todo = dict[str, str](), not layers, [_candidates(folder, literal(handler) or "")]
    while todo and repository is not None:
        path = next(filter(repository.find, todo.pop()), "")
        source = repository.read(path)
        if source is None or _BY_NAME.search(source.text):
            alone = False
        if source is not None and path not in files:
            files[path] = source.text
            todo += (_module(folder, path, name) for name in _imported(source.text, python=path.endswith(".py")))
    return FunctionText(handler or function.node, files, alone and bool(files))


def _imported(text: str, *, python: bool) -> Iterator[str]:
    """The modules that code imports, but those that Lambda brings; ``a:b`` is what Python imports as ``b`` from ``a``."""
    if not python:
        found = (name for name in _NODE_IMPORT.findall(text) if not name.startswith(_KNOWN_PACKAGES))
        yield from (name for name in found if name not in _NODE_MODULES)
        return
    for module, lines, line, modules in _PYTHON_IMPORT.findall(text):
        parts = [part.split()[0] for part in re.sub(r"#.*", "", lines or line or modules).split(",") if part.strip()]
        for name in parts if modules else [f"{module}:{part}" for part in parts]:
            if not name.startswith(_KNOWN_PACKAGES) and re.split(r"[.:]", name)[0] not in sys.stdlib_module_names:
                yield name


def _module(folder: str, path: str, name: str) -> Iterator[str]:
    """Files of the package that an import in one of its files can mean."""
    beside = PurePosixPath(path).parent
    if not path.endswith(".py"):
        base = normpath(str(beside / name)) if name.startswith(".") else ""
        yield from (f"{base}{end}" for end in ("", *_ENDINGS, *(f"/index{end}" for end in _ENDINGS)) if base)
        return
    dotted, _, member = name.partition(":")
    module = dotted.lstrip(".")
    for _ in range(len(dotted) - len(module) - 1):
        beside = beside.parent
    stem = (beside if dotted != module else PurePosixPath(folder)) / module.replace(".", "/")
    ends = (f"/{member}.py", f"/{member}/__init__.py") if member else ()
    yield from (f"{stem}{end}" for end in (*ends, ".py", "/__init__.py"))


def _candidates(folder: str, handler: str) -> Iterator[str]:
    """Files that a handler can stand in: ``src/app.handler`` is in ``src/app.py``, ``a.b.handler`` in ``a/b.py``."""
    module, _, _ = handler.rpartition(".")
    for stem in dict.fromkeys((module, module.replace(".", "/"))):
        for ending in _ENDINGS if stem else ():
            yield str(PurePosixPath(folder) / f"{stem}{ending}")


CONCERN = Concern("cors-headers", to_http, to_rest=to_rest)
