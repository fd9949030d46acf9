"""What only writes into a log: known by what a name stands for, never by the name."""

from __future__ import annotations

import re
from typing import Final

from tree_sitter import Node

from .expressions import sign_of
from .meanings import Library
from .program import ScriptProgram
from .scopes import parameters, pattern_of
from .syntax import ScriptModule, arguments_of, of_type, parts, up, walk
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
_TEXTS: Final = frozenset(
    {
        "JSON.stringify",
        "String",
        "util.inspect",
        "inspect",
        "lodash.pick",
        "lodash.omit",
        "Object.keys",
        "Object.entries",
    }
)


def logged(program: ScriptProgram, module: ScriptModule, call: Node) -> bool:
    """Whether a call writes into a log, or makes a text for one that does."""
    function = child(call, "function")
    found = program.meaning(module, function)
    if not isinstance(found, Library):
        return False
    if _LOGS.fullmatch(found.name):
        return True
    return found.name in _TEXTS and within(program, module, call)


def within(program: ScriptProgram, module: ScriptModule, node: Node, hops: int = 4) -> bool:
    """Whether an expression is part of what is logged, and of nothing else.

    Arguments:
        program: the files.
        module: the file.
        node: the expression.
        hops: names and functions of the package that are followed further.
    """
    inner, current, asked = node, node.parent, False
    while of_type(current, *_AROUND):
        decides = child(current, "left") if sign_of(current) in ("&&", "||", "??") else child(current, "condition")
        asked = asked or decides == inner
        inner, current = (inner if current.type == "arguments" else current), current.parent
    if of_type(current, "call_expression"):
        return logged(program, module, current) or (hops > 0 and _given(program, module, current, inner, hops - 1))
    named = child(current, "name") if of_type(current, "variable_declarator") else None
    return hops > 0 and not asked and _read(program, module, named, hops - 1)


def _given(program: ScriptProgram, module: ScriptModule, call: Node, argument: Node, hops: int) -> bool:
    """Whether a function of the package does nothing with an argument but log it."""
    target, given = program.invoked(module, call)
    found = parameters(target.node) if target is not None else []
    place = given.index(argument) if argument in given else len(found)
    if target is None or place >= len(found) or any(each.type == "spread_element" for each in given[:place]):
        return False
    pattern = pattern_of(found[place])
    named = child(pattern, "left") if pattern.type == "assignment_pattern" else pattern
    return not arguments_of(target.module, target.node) and _read(program, target.module, named, hops)


def _read(program: ScriptProgram, module: ScriptModule, name: Node | None, hops: int) -> bool:
    """Whether what a name stands for is only logged, and asked for that whether it is there."""
    binding = program.scopes(module).constant(name if of_type(name, "identifier") else None)
    reads = binding.reads if binding is not None else []
    return bool(reads) and all(
        _asks(program, module, up(read, 2)) or within(program, module, read, hops) for read in reads
    )


def _asks(program: ScriptProgram, module: ScriptModule, node: Node | None) -> bool:
    """Whether a statement asks whether a value is there, and does nothing but log where it is or is not."""
    branches = [child(node, name) for name in ("consequence", "alternative")]
    return of_type(node, "if_statement") and all(each is None or _only_logs(program, module, each) for each in branches)


def _only_logs(program: ScriptProgram, module: ScriptModule, node: Node) -> bool:
    if node.type in ("statement_block", "else_clause"):
        return all(_only_logs(program, module, each) for each in parts(node))
    done = [each for each in walk(node) if each.type == "call_expression"]
    is_call = node.type == "expression_statement" and parts(node) == done[:1]
    return is_call and all(logged(program, module, each) for each in done)
