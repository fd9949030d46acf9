"""Where the code of a function is: the template's effective properties, followed to a file and a name in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from migrator.sam.functions import FUNCTIONS
from migrator.sam.template import Resource, Template
from migrator.text.node import Node
from migrator.text.source import Source

from ..reading.code_place import CodePlace, code_place, is_image, written_code
from .javascript.language import JAVASCRIPT
from .language import Code, Language, Missing, Written
from .package import Files
from .python.language import PYTHON

LANGUAGES: Final[tuple[Language, ...]] = (JAVASCRIPT, PYTHON)
"""In the order in which a handler without a runtime is looked for."""

INLINE_MODULE = "index"
"""What Lambda calls the file that it makes of code in a template."""


def find(files: Files, function: Resource) -> Code:
    """Where a function's code is.

    Arguments:
        function: a function of the template; its properties are the effective ones.
    """
    place = code_place(files.template, function, [ending for each in LANGUAGES for ending in each.endings])
    if is_image(function) and place.away:
        return Missing(place.away)
    runtime, handler = place.runtime, place.handler
    languages = [one for one in LANGUAGES if runtime is None or runtime.startswith(one.runtime)]
    if not languages:
        return Missing(f"runs on {runtime}")
    module, _, name = (handler or "").rpartition(".")
    if handler is None or not module or not name:
        return Missing("names no handler that is literal text")
    inline = written_code(function)
    if inline is not None:
        return _on(_inline(files, function, inline, languages, module, name), place)
    if files.template.repository is None:
        return Missing("lies in a folder that is not known, since the template was not read from a file")
    if place.away:
        return Missing(place.away)
    for language in languages:
        found = language.find(files, function, place.folder, module, name)
        if isinstance(found, Written):
            return _on(found, place)
    return found


def _on(written: Code, place: CodePlace) -> Code:
    """Code with the runtime that it runs on."""
    if isinstance(written, Missing):
        return written
    return replace(written, entry=replace(written.entry, runtime=place.runtime or ""), whole=place.whole)


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


def functions(template: Template) -> dict[str, Resource]:
    """All functions of a template, SAM's and CloudFormation's, by logical id."""
    return {name: r for name, r in template.resources.items() if r.type in FUNCTIONS}
