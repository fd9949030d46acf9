"""What only writes into a log: known by what a name stands for, never by the name."""

from __future__ import annotations

import re
from typing import Final

from tree_sitter import Node

from .meanings import Library
from .program import ScriptProgram
from .syntax import ScriptModule, of_type
from .syntax import field as child

_LOGS: Final = re.compile(
    r"console\.\w+"
    r"|@aws-lambda-powertools/logger\.Logger\(\)\.(?:trace|debug|info|warn|error|critical|appendKeys|addContext)"
    r"|(?:pino|bunyan\.createLogger|winston\.createLogger|lambda-log|loglevel|debug|signale)(?:\(\))?(?:\.(?:trace|debug|info|warn|error|fatal|log|verbose))?"
)
_AROUND: Final = frozenset(
    {
        "arguments",
        "array",
        "object",
        "pair",
        "spread_element",
        "template_string",
        "template_substitution",
        "binary_expression",
        "ternary_expression",
        "parenthesized_expression",
        "await_expression",
    }
)
_TEXTS: Final = frozenset({"JSON.stringify", "String", "util.inspect", "inspect", "lodash.pick", "lodash.omit"})


def logged(program: ScriptProgram, module: ScriptModule, call: Node) -> bool:
    """Whether a call writes into a log, or makes a text for one that does."""
    function = child(call, "function")
    found = program.meaning(module, function)
    if not isinstance(found, Library):
        return False
    if _LOGS.fullmatch(found.name):
        return True
    return found.name in _TEXTS and within(program, module, call)


def within(program: ScriptProgram, module: ScriptModule, node: Node) -> bool:
    """Whether an expression is part of what is logged, and of nothing else."""
    current = node.parent
    while of_type(current, *_AROUND):
        current = current.parent
    return of_type(current, "call_expression") and logged(program, module, current)
