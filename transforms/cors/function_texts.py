"""The text of a function's code: its handler's file, and the modules of its package that this imports. Nothing is parsed."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from posixpath import normpath
from typing import Final

from migrator.concern import View
from migrator.sam.template import Resource
from migrator.text.node import Node
from migrator.text.values import literal

from ..reading.code_place import code_place, written_code
from ..reading.document import texts

MOST_MODULES: Final = 200
"""Files of a package that are read; what is vendored beside a handler may hold more."""

_PYTHON_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import[ \t]*(?:\(((?:[^)\n]|\n(?![ \t]*from[ \t]))*)\)|([^\n#]*))|import[ \t]+([^\n#;]+))",
    re.MULTILINE,
)
"""Imports; one whose parenthesis is not closed ends where the next one begins, so that no text is read twice."""
_NODE_IMPORT = re.compile(r"""(?:\brequire\s*\(\s*|\bimport\s*\(\s*|\bfrom\s+|\bimport\s+)['"]([^'"]+)['"]""")
_BY_NAME = re.compile(r"""\b(?:require|import)\s*\(\s*[^'"\s]|\bimportlib\b|__import__""")
"""What loads modules whose names stand nowhere."""
_OF_LAMBDA = re.compile(
    r"boto3|botocore|aws-sdk|@aws-sdk/|node:|(?:assert|buffer|child_process|crypto|dns|events|fs|fs/promises|http|http2|https|net|os|path"
    r"|process|querystring|stream|string_decoder|timers|timers/promises|tls|url|util|worker_threads|zlib)$"
)
"""Packages that Lambda brings, and modules of Node.js."""
_ENDINGS = (".py", ".js", ".mjs", ".cjs", ".ts", ".mts")


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


def function_text(view: View, function: Resource) -> FunctionText:
    """What can be read of a function's code.

    Arguments:
        view: the API that calls it.
    """
    properties = function.properties
    inline, place = written_code(function), code_place(view.template, function, _ENDINGS)
    layered = properties.get("Layers") is not None
    if inline is not None:
        text, python = "\n".join(texts(inline)), (place.runtime or "").startswith("python")
        is_whole = literal(inline) is not None and not _BY_NAME.search(text) and not any(_imported(text, python=python))
        return FunctionText(inline, {"": text}, alone=is_whole and not layered)
    node = properties.get("Handler") or function.node
    if place.away:
        return FunctionText(node)
    files, is_whole = _files(view, place.folder, place.handler or "")
    return FunctionText(node, files, alone=is_whole and not layered)


def _files(view: View, folder: str, handler: str) -> tuple[dict[str, str], bool]:
    """The file of a handler with those that it imports, and whether all of them are there."""
    repository, files, missing = view.template.repository, dict[str, str](), False
    todo = [_candidates(folder, handler)]
    while todo and repository is not None and len(files) < MOST_MODULES:
        path = next(filter(repository.find, todo.pop()), "")
        if path in files:
            continue
        source = repository.read(path)
        missing |= source is None or _BY_NAME.search(source.text) is not None
        if source is not None:
            files[path] = source.text
            todo += (_module(folder, path, name) for name in _imported(source.text, python=path.endswith(".py")))
    return files, bool(files) and not (missing or todo)


def _imported(text: str, *, python: bool) -> Iterator[str]:
    """The modules that code imports, but those that Lambda brings; ``a:b`` is what Python imports as ``b`` from ``a``."""
    known = sys.stdlib_module_names if python else frozenset[str]()
    for name in _python_imports(text) if python else _NODE_IMPORT.findall(text):
        if not _OF_LAMBDA.match(name) and re.split(r"[.:]", name)[0] not in known:
            yield name


def _python_imports(text: str) -> Iterator[str]:
    for module, lines, line, modules in _PYTHON_IMPORT.findall(text):
        names = re.sub(r"#.*", "", lines or line or modules).split(",")
        yield from (f"{module}:{name.split()[0]}".lstrip(":") for name in names if name.strip())


def _module(folder: str, path: str, name: str) -> Iterator[str]:
    """Files of the package that an import in one of its files can mean."""
    beside = PurePosixPath(path).parent
    if path.endswith(".py"):
        return _python_module(PurePosixPath(folder), beside, name)
    base = normpath(str(beside / name))
    return (f"{base}{end}" for end in ("", *_ENDINGS, *(f"/index{end}" for end in _ENDINGS)) if name.startswith("."))


def _python_module(folder: PurePosixPath, beside: PurePosixPath, name: str) -> Iterator[str]:
    dotted, _, member = name.partition(":")
    module = dotted.lstrip(".")
    dots = len(dotted) - len(module)
    start = folder if not dots else [beside, *beside.parents][min(dots - 1, len(beside.parents))]
    ends = (f"/{member}.py", f"/{member}/__init__.py") if member else ()
    yield from (f"{start / module.replace('.', '/')}{end}" for end in (*ends, ".py", "/__init__.py"))


def _candidates(folder: str, handler: str) -> Iterator[str]:
    """Files that a handler can stand in: ``src/app.handler`` is in ``src/app.py``, ``a.b.handler`` in ``a/b.py``."""
    module, _, _ = handler.rpartition(".")
    for stem in dict.fromkeys((module, module.replace(".", "/"))):
        for ending in _ENDINGS if stem else ():
            yield str(PurePosixPath(folder) / f"{stem}{ending}")
