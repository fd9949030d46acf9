"""Where the code of a function is: the template's effective properties, followed to a file and a name in it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal, TypeAlias

from migrator.facts import Entry
from migrator.sam.kinds import FUNCTION
from migrator.sam.template import Resource, Template
from migrator.text.source import Source
from migrator.text.tree import Node
from migrator.text.values import attribute, is_list, is_map, literal, ref_target

from .javascript.package import Script, find_script
from .javascript.package import inline as inline_script
from .python.package import Files, Folder, Inline

RAW_FUNCTION = "AWS::Lambda::Function"
LAYERS = frozenset({"AWS::Serverless::LayerVersion", "AWS::Lambda::LayerVersion"})

MAX_HOPS = 4
"""Modules that a handler is re-exported through before it is given up."""

INLINE_MODULE = "index"
"""What Lambda calls the file that it makes of code in a template."""

_ARCHIVE = re.compile(r"\.(?:zip|jar)$", re.IGNORECASE)
SOURCES = frozenset({".py", ".js", ".mjs", ".cjs", ".ts"})
_REBUILT = ("BuildProperties", "SourceCodeLocation", "ContextPath", "WorkingDirectory", "ProjectUri")


@dataclass(frozen=True, eq=False)
class Python:
    """A handler in Python.

    Arguments:
        package: the modules that are deployed with it.
        entry: module and name.
        source: the file that holds it; for code in the template its text.
        key: what the file is known by; the function's logical id for code in the template.
        literal: the scalar that holds the code; None for a file.
    """

    package: Folder | Inline
    entry: Entry
    source: Source
    key: str
    literal: Node | None = None


@dataclass(frozen=True)
class Missing:
    """Code that cannot be read.

    Arguments:
        reason: why, as a clause with the function as its subject.
    """

    reason: str


Written: TypeAlias = Python | Script
"""A handler in a language that is read."""

Code: TypeAlias = Written | Missing


def find(files: Files, function: Resource) -> Code:
    """Where a function's code is.

    Arguments:
        files: the files around the template.
        function: a function of the template; its properties are the effective ones.
    """
    properties = function.properties
    get = properties.get
    if (literal(get("PackageType")) or "Zip").lower() == "image" or get("ImageUri") is not None:
        return Missing("is a container image")
    language = _language(get("Runtime"))
    if language == "other":
        return Missing(f"runs on {literal(get('Runtime'))}")
    handler = literal(get("Handler"))
    module, _, name = (handler or "").rpartition(".")
    if handler is None or not module or not name:
        return Missing("names no handler that is literal text")
    code = get("Code") if function.type == RAW_FUNCTION else get("CodeUri")
    inline = get("InlineCode")
    if function.type == RAW_FUNCTION and is_map(code) and code is not None and code.get("ZipFile") is not None:
        inline = code.get("ZipFile")
    if inline is not None and not inline.is_null:
        return _inline(files, function, inline, language, module, name)
    folder = _folder(code)
    if isinstance(folder, Missing):
        return folder
    if language != "python" and (script := find_script(files, function, folder, module, name)) is not None:
        return script
    if language == "javascript":
        return Missing(f"has its handler `{handler}` in no file below {folder}")
    return _python(files, function, folder, module, name)


# -- Python -------------------------------------------------------------------------------------------------------


def _python(files: Files, function: Resource, folder: str, module: str, name: str) -> Python | Missing:
    package = Folder(files, (folder, *_layer_folders(files, function)))
    dotted = module.removeprefix("./").replace("/", ".")
    if package.module(dotted) is None and (built := _elsewhere(files, function, folder, dotted)) is not None:
        package = Folder(files, (built, *package.roots[1:]))
    if package.module(dotted) is None:
        path = package.path(dotted)
        if path is not None:
            return Missing(f"has its handler in {files.name(path)}, which is no UTF-8 text")
        return Missing(f"has its handler `{module}.{name}` in no file below {folder}")
    return _defined(package, Entry(dotted, name))


def _elsewhere(files: Files, function: Resource, folder: str, dotted: str) -> str | None:
    """The folder that a build of its own takes a module from, where only one file fits."""
    metadata = function.node.get("Metadata")
    if metadata is None or not is_map(metadata):
        return None
    rebuilt = any(metadata.get(key) is not None for key in _REBUILT)
    if literal(metadata.get("BuildMethod")) != "makefile" and not rebuilt:
        return None
    ends = (f"{dotted.replace('.', '/')}.py", f"{dotted.replace('.', '/')}/__init__.py")
    hits = {
        str(PurePosixPath(path[: -len(end)] or "."))
        for path in files.below(folder, ".py")
        for end in ends
        if path == end or path.endswith(f"/{end}")
    }
    return hits.pop() if len(hits) == 1 else None


def _defined(package: Folder, entry: Entry) -> Python | Missing:
    """Follow a handler that is imported from another module of the package to where it is made."""
    for _ in range(MAX_HOPS):
        source, key = package.module(entry.module), package.key(entry.module)
        if source is None or key is None:
            return Missing(f"imports its handler from `{entry.module}`, which is not in its package")
        try:
            origin = _origin(package, source.text, entry)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return Missing(f"has its handler in {source.path}, which is no Python that can be read here")
        if origin is None:
            return Missing(f"has its handler in {source.path}, where nothing is called `{entry.function}`")
        if origin == entry:
            return Python(package, entry, source, key)
        entry = origin
    return Missing(f"has its handler `{entry.function}` imported through more than {MAX_HOPS} modules")


def _origin(package: Folder, text: str, entry: Entry) -> Entry | None:
    """The entry itself when its module defines it, the one that it is imported from, or None."""
    found: Entry | None = None
    for node in _top_level(ast.parse(text).body):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found = entry if node.name == entry.function else found
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = {part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)}
            found = entry if entry.function in names else found
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if (alias.asname or alias.name) == entry.function:
                    found = Entry(_absolute(package, entry.module, node), alias.name)
    return found


def _top_level(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements that run when a module is imported, those behind conditions included."""
    for node in body:
        yield node
        for name in ("body", "orelse", "handlers", "finalbody"):
            if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                yield from _top_level(getattr(node, name, []))


def _absolute(package: Folder, module: str, node: ast.ImportFrom) -> str:
    parts = module.split(".")
    is_package = (package.path(module) or "").endswith("__init__.py")
    base = parts[: len(parts) - node.level + is_package] if node.level else []
    return ".".join([*base, *([node.module] if node.module else ())])


def _layer_folders(files: Files, function: Resource) -> Iterator[str]:
    """Folders of the template's own layers that imports start from, too."""
    layers = function.properties.get("Layers")
    for item in layers.elements() if layers is not None and is_list(layers) else ():
        target = files.template.resources.get(ref_target(item) or (attribute(item) or ("",))[0])
        content = literal(target.properties.get("ContentUri")) if target is not None and target.type in LAYERS else None
        if content is not None:
            # Lambda adds `python/` of a layer to the path; a layer that SAM builds holds the modules themselves.
            yield from (str(PurePosixPath(content, "python")), content)


# -- code in the template, and where files start ------------------------------------------------------------------


def _inline(files: Files, function: Resource, node: Node, language: str, module: str, name: str) -> Code:
    if node.kind != "scalar" or node.tag is not None:
        return Missing("has code in the template that an intrinsic function makes")
    if module != INLINE_MODULE:
        return Missing(f"has code in the template, which Lambda calls `{INLINE_MODULE}` and not `{module}`")
    source = Source(files.template.source.path, node.text)
    if language == "javascript":
        return inline_script(source, function.id, name, node)
    if language != "python":
        return Missing("names no runtime that is literal text")
    return Python(Inline(source), Entry(INLINE_MODULE, name), source, function.id, node)


def _folder(code: Node | None) -> str | Missing:
    """The folder that a function's code is in, as the template writes it."""
    if code is None or code.is_null:
        return "."
    text = literal(code)
    if text is None:
        return Missing("has its code in a bucket" if is_map(code) else "has its code where an intrinsic function says")
    if "://" in text:
        return Missing(f"has its code at {text}")
    if _ARCHIVE.search(text):
        return Missing(f"has its code in the archive {text}")
    path = PurePosixPath(text.rstrip("/") or ".")
    # `sam package` puts a file that is no archive into one, by itself.
    return str(path.parent) if path.suffix in SOURCES else str(path)


def _language(runtime: Node | None) -> Literal["python", "javascript", "other", "unknown"]:
    text = literal(runtime)
    if text is None:
        return "unknown"
    return "python" if text.startswith("python") else "javascript" if text.startswith("nodejs") else "other"


def functions(template: Template) -> dict[str, Resource]:
    """All functions of a template, SAM's and CloudFormation's, by logical id."""
    return {name: r for name, r in template.resources.items() if r.type in (FUNCTION, RAW_FUNCTION)}
