"""Comparisons of values with words: texts that no number, no truth value and no list is written as."""

from __future__ import annotations

from typing import Final

from tree_sitter import Node

from .chains import Chain
from .expressions import bare, member, string
from .meanings import FoundInProgram
from .program import ScriptProgram
from .syntax import ScriptModule, parts
from .syntax import field as child

_SIGNS: Final = frozenset({"true", "false", "null", "undefined", "yes", "no", "on", "off", ""})
"""Texts that may have been another value than a text before a REST API made one of it."""


def only_words(program: ScriptProgram, chain: Chain) -> bool:
    """Whether a value is only compared with words, which no number and no truth value is written as."""
    node = chain.use.node
    if node.type == "switch_statement":
        body = child(node, "body")
        sides = [
            child(case, "value") for case in (parts(body) if body is not None else []) if case.type == "switch_case"
        ]
    elif node.type == "call_expression":
        sides = [*_searched(program, chain.module, node)]
    else:
        sides = [side for name in ("left", "right") if (side := child(node, name)) is not None and side != chain.node]
    texts = [program.constant(chain.module, side) if side is not None else None for side in sides]
    return bool(texts) and all(
        text is not None and text.lower() not in _SIGNS and not text.replace(".", "").lstrip("-").isdigit()
        for text in texts
    )


def _searched(program: ScriptProgram, module: ScriptModule, call: Node) -> list[Node]:
    """The entries of a list that ``includes`` is asked of, where it is written out and nothing else is done with it."""
    function = child(call, "function")
    taken = member(module, function)
    if taken.name != "includes":
        return []
    held = bare(taken.holder)
    found, binding = program.meaning(module, held), None
    if held.type == "identifier":
        binding = program.scopes(module).binding(held)
    for read in binding.reads if binding is not None else ():
        asked = member(module, read.parent)
        if asked.name != "includes":
            return []
    written = isinstance(found, FoundInProgram) and found.module is module and found.node.type == "array"
    return parts(found.node) if written and isinstance(found, FoundInProgram) else []


def plain_word(chain: Chain) -> bool:
    """Whether a list is searched for one text that is the same in both spellings of the list."""
    arguments = parts(child(chain.use.node, "arguments"))
    text = string(chain.module, arguments[0]) if len(arguments) == 1 else None
    return bool(text) and not any(sign in str(text) for sign in ",[] ")
