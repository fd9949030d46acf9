"""The code behind the routes of a template: in which language it is, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Final

from ..migration import HandlerOutcome, Migration
from ..sam.kinds import FUNCTION
from ..sam.template import Resource, Template
from ..text.values import literal
from .rows import FunctionRow, Namer

RUNTIMES: Final = {
    "python": "python",
    "nodejs": "javascript",
    "java": "java",
    "dotnet": "dotnet",
    "go": "go",
    "ruby": "ruby",
}
"""Languages by how the names of their runtimes begin. Source:
https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html"""
BUILDS: Final = {"go": "go", "rust": "rust", "python": "python", "nodejs": "javascript", "dotnet": "dotnet"}
"""Languages by how the names of build methods begin, for runtimes that run anything. Source: SAM, ``BuildMethod``."""
ENDINGS: Final = {
    ".py": "python",
    ".js": "javascript",
    ".mjs": "javascript",
    ".cjs": "javascript",
    ".ts": "javascript",
    ".mts": "javascript",
    ".cts": "javascript",
    ".tsx": "javascript",
    ".jsx": "javascript",
}
UNKNOWN, UNREAD = "unknown", "unread"
_PHP = ("bref", ".php")


def functions(template: Template, tried: Iterable[Migration], namer: Namer) -> Iterator[FunctionRow]:
    """A row for each function that answers routes, and for each other one whose code was read.

    Arguments:
        namer: names files.
    """
    read = {handler.function: handler for migration in tried for handler in migration.handlers}
    routed = {event.owner.id: event.owner for event in template.events if event.owner.type == FUNCTION}
    others = {name: template.resources[name] for name in read if name in template.resources}
    for name, resource in {**routed, **others}.items():
        yield _row(resource, read.get(name), namer)


def _row(function: Resource, read: HandlerOutcome | None, namer: Namer) -> FunctionRow:
    runtime = literal(function.properties.get("Runtime")) or ""
    return FunctionRow(
        repository="",
        path=namer.path,
        function=function.id,
        language=_language(function, runtime, read),
        runtime=runtime,
        file=namer.file(read.path) if read is not None and read.path else "",
        status=read.status.value if read is not None and read.path else UNREAD,
        risk=read.risk.value if read is not None else "none",
    )


def _language(function: Resource, runtime: str, read: HandlerOutcome | None) -> str:
    if literal(function.properties.get("PackageType")) == "Image":
        return "image"
    build = literal(function.node.get("Metadata", "BuildMethod")) or ""
    for names, said in ((RUNTIMES, runtime), (BUILDS, build)):
        if (found := next((names[start] for start in names if said.startswith(start)), None)) is not None:
            return found
    if _is_php(function):
        return "php"
    ending = PurePosixPath(read.path).suffix if read is not None and read.path else ""
    return ENDINGS.get(ending, UNKNOWN)


def _is_php(function: Resource) -> bool:
    """Whether a function runs PHP, which comes in a layer. Source: https://bref.sh/docs/runtimes"""
    layers = function.properties.get("Layers")
    texts = [node.text for node in layers.walk() if node.kind == "scalar"] if layers is not None else []
    handler = literal(function.properties.get("Handler")) or ""
    return handler.endswith(_PHP[1]) or any(_PHP[0] in text for text in texts)
