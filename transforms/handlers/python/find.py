"""Where a handler in Python is: the modules that are deployed with a function, followed to where its name is made."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final, TypeAlias

from migrator.facts import Entry
from migrator.sam.template import Resource
from migrator.text.source import Source
from migrator.text.values import attribute, is_list, is_map, literal, ref_target

from ..language import Missing
from ..package import Files, Folder
from .package import places

LAYERS: Final = frozenset({"AWS::Serverless::LayerVersion", "AWS::Lambda::LayerVersion"})

MAX_HOPS: Final = 4
"""Modules that a handler is re-exported through before it is given up."""

_REBUILT: Final = ("BuildProperties", "SourceCodeLocation", "ContextPath", "WorkingDirectory", "ProjectUri")


Place: TypeAlias = tuple[Folder, Entry, Source, str]
"""The modules of a function, module and name of its handler, the file that holds it, and what that is known by."""


def found(files: Files, function: Resource, folder: str, module: str, name: str) -> Place | Missing:
    """Where a handler is.

    Arguments:
        files: the files around the template.
        function: the function.
        folder: the folder of its code, as the template writes it.
        module: what its `Handler` says before the last dot.
        name: and behind it.
    """
    package = Folder(files, (folder, *_layer_folders(files, function)), places)
    dotted = module.removeprefix("./").replace("/", ".")
    if package.module(dotted) is None and (built := _elsewhere(files, function, folder, dotted)) is not None:
        package = replace(package, roots=(built, *package.roots[1:]))
    if package.module(dotted) is None:
        path = package.path(dotted)
        if path is not None:
            return Missing(f"has its handler in {files.name(path)}, which is no UTF-8 text")
        return Missing.below(folder, module, name)
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


def _defined(package: Folder, entry: Entry) -> Place | Missing:
    """Follow a handler that is imported from another module of the package to where it is made."""
    for _ in range(MAX_HOPS):
        source, key = package.module(entry.module), package.key(entry.module)
        if source is None or key is None:
            return Missing(f"imports its handler from `{entry.module}`, which is not in its package")
        try:
            origin = _origins(package, entry.module, source.text).get(entry.function)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return Missing(f"has its handler in {source.path}, which is no Python that can be read here")
        if origin is None:
            return Missing(f"has its handler in {source.path}, where nothing is called `{entry.function}`")
        if origin == entry:
            return package, entry, source, key
        entry = origin
    return Missing(f"has its handler `{entry.function}` imported through more than {MAX_HOPS} modules")


def _origins(package: Folder, module: str, text: str) -> Mapping[str, Entry]:
    """What each name at the top of a module stands for: an entry of its own, or the one that it is imported from."""
    at = ("origins", module, text)
    if at not in package.kept:
        package.kept[at] = dict(_named(package, module, ast.parse(text).body))
    found: Mapping[str, Entry] = package.kept[at]
    return found


def _named(package: Folder, module: str, body: list[ast.stmt]) -> Iterator[tuple[str, Entry]]:
    for node in _top_level(body):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name, Entry(module, node.name)
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = (part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name))
            yield from ((name, Entry(module, name)) for name in names)
        elif isinstance(node, ast.ImportFrom):
            start = _absolute(package, module, node)
            yield from ((alias.asname or alias.name, Entry(start, alias.name)) for alias in node.names)


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
