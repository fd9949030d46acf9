"""Where the code of a function is: the template's effective properties, followed to a file and a name in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from migrator.sam.kinds import FUNCTION
from migrator.sam.template import Resource, Template
from migrator.text.source import Source
from migrator.text.tree import Node
from migrator.text.values import is_map, literal

from .files import Files
from .language import Code, Language, Missing, Written
from .languages import LANGUAGES

RAW_FUNCTION = "AWS::Lambda::Function"

INLINE_MODULE = "index"
"""What Lambda calls the file that it makes of code in a template."""

_ARCHIVE = re.compile(r"\.(?:zip|jar)$", re.IGNORECASE)


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
    runtime = literal(get("Runtime"))
    languages = [one for one in LANGUAGES if runtime is None or runtime.startswith(one.runtime)]
    if not languages:
        return Missing(f"runs on {runtime}")
    handler = literal(get("Handler"))
    module, _, name = (handler or "").rpartition(".")
    if handler is None or not module or not name:
        return Missing("names no handler that is literal text")
    code = get("Code") if function.type == RAW_FUNCTION else get("CodeUri")
    inline = _written(function, code)
    if inline is not None and not inline.is_null:
        return _on(_inline(files, function, inline, languages, module, name), runtime)
    folder = _folder(code)
    if isinstance(folder, Missing):
        return folder
    for language in languages:
        found = language.find(files, function, folder, module, name)
        if isinstance(found, Written):
            return _on(found, runtime)
    return found


def _on(written: Code, runtime: str | None) -> Code:
    """Code with the runtime that it runs on."""
    if isinstance(written, Missing):
        return written
    return replace(written, entry=replace(written.entry, runtime=runtime or ""))


# -- code in the template, and where files start ------------------------------------------------------------------


def _written(function: Resource, code: Node | None) -> Node | None:
    """The code of a function that stands in the template."""
    if (
        function.type == RAW_FUNCTION
        and code is not None
        and is_map(code)
        and (text := code.get("ZipFile")) is not None
    ):
        return text
    return function.properties.get("InlineCode")


def _inline(
    files: Files, function: Resource, node: Node, languages: Sequence[Language], module: str, name: str
) -> Code:
    if node.kind != "scalar" or node.tag is not None:
        return Missing("has code in the template that an intrinsic function makes")
    if module != INLINE_MODULE:
        return Missing(f"has code in the template, which Lambda calls `{INLINE_MODULE}` and not `{module}`")
    if len(languages) > 1:
        return Missing("names no runtime that is literal text")
    return languages[0].inline(Source(files.template.source.path, node.text), function.id, name, node)


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
    return str(path.parent) if any(path.suffix in one.endings for one in LANGUAGES) else str(path)


def functions(template: Template) -> dict[str, Resource]:
    """All functions of a template, SAM's and CloudFormation's, by logical id."""
    return {name: r for name, r in template.resources.items() if r.type in (FUNCTION, RAW_FUNCTION)}
