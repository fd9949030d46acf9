"""Wrap a route's handler in JavaScript that cannot be rewritten, so that it answers the events of the other kind of API.

One module is written beside the code, and the handler is called through it. Its source is ``apigw_compat.cjs``.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Final

from tree_sitter import Node

from migrator.text.source import Source

from .syntax import ScriptModule, UnreadableScriptError, parse
from .syntax import field as child

MODULE: Final = "apigw_compat.cjs"
"""Name of the module; it lies where the code of the function starts."""

CALLS: Final = {"rest_compat": "restCompat", "http_compat": "httpCompat"}
_ANSWERS = re.compile(r"\bcontext\s*\.\s*(?:succeed|done)\b")


class ScriptShimError(Exception):
    """A file in which the handler cannot be wrapped; the message is one line for the user."""


def module_text() -> str:
    """Text of the module that the functions come from."""
    return Path(__file__).with_name(MODULE).read_text(encoding="utf-8")


def apply(path: str, text: str, function: str, decorator: str, *, stage: str | None = None) -> str:
    """Wrap a handler; text that holds the wrapped handler already comes back as it is.

    What a CommonJS file exports is exported again at its end. Of an ES module the value that is exported gets a call
    around it; a function that is declared is exported under its name by a value beside it.

    Arguments:
        path: the file, from where the code of the function starts.
        text: its text.
        function: name of the handler.
        decorator: which of the two functions.
        stage: name of the stage that the handler knows; None where it is not known.

    Raises:
        ScriptShimError: the text does not parse or is made by a compiler, or the handler is exported in a way that is
            not understood.
    """
    if MODULE in text:
        return text
    if not path.endswith((".js", ".mjs", ".cjs")) or _ANSWERS.search(text):
        raise ScriptShimError(f"{function} cannot be wrapped")
    try:
        module = parse(path, Source(path, text))
    except UnreadableScriptError as error:
        raise ScriptShimError(f"{function} cannot be wrapped: the file does not parse") from error
    if module.built:
        raise ScriptShimError(f"{function} cannot be wrapped: the next build would take the wrapper away")
    quote, end = module.quote, module.newline
    up = posixpath.relpath(MODULE, posixpath.dirname(path) or ".")
    where = f"{quote}{up if up.startswith('.') else f'./{up}'}{quote}"
    more = f", {quote}{stage}{quote}" if stage is not None else ""
    exports = [node for node in module.root.named_children if node.type == "export_statement"]
    if not exports and not any(node.type == "import_statement" for node in module.root.named_children):
        line = f"module.exports.{function} = require({where}).{CALLS[decorator]}(module.exports.{function}{more});"
        return f"{text.rstrip()}{end}{end}{line}{end}"
    start = text.find("\n") + 1 if text.startswith("#!") else 0
    given = f"import compat from {where};{end}"
    wrapped = _wrapped(module, text, exports, function, f"compat.{CALLS[decorator]}(", f"{more})")
    return text[:start] + given + wrapped[start:]


def _wrapped(module: ScriptModule, text: str, exports: list[Node], function: str, before: str, after: str) -> str:
    """The text of an ES module with its handler wrapped."""
    data = module.data
    for export in exports:
        declared = child(export, "declaration")
        if declared is None:
            continue
        if declared.type in ("lexical_declaration", "variable_declaration"):
            for each in declared.named_children:
                name, value = child(each, "name"), child(each, "value")
                if value is not None and module.text(name) == function:
                    parts = (data[: value.start_byte], data[value.start_byte : value.end_byte], data[value.end_byte :])
                    return before.join((parts[0].decode(), parts[1].decode())) + after + parts[2].decode()
        name = child(declared, "name")
        if declared.type == "function_declaration" and module.text(name) == function:
            kept = data[: export.start_byte].decode() + data[declared.start_byte :].decode()
            line = f"const compatible = {before}{function}{after};"
            end = module.newline
            return f"{kept.rstrip()}{end}{end}{line}{end}export {{ compatible as {function} }};{end}"
    raise ScriptShimError(f"{function} is exported in a way that is not understood")
