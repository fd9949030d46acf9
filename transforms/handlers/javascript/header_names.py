"""Names of headers that are gone through, or looked for: whether their case matters to what is done with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tree_sitter import Node

from .chains import Chain
from .expressions import bare, calls, member, sign_of
from .program import ScriptProgram
from .scopes import Binding, parameters, pattern_of
from .syntax import ScriptModule, above, inside, of_type, parts, up
from .syntax import field as child
from .uses import writes

if TYPE_CHECKING:
    from .judge import Judge

_KEYS: Final = {"reduce": 1, "reduceRight": 1}
"""Which parameter of a callback the element is, where it is not the first."""


def in_any_case(judge: Judge, chain: Chain) -> bool:
    """Whether headers are gone through by names that are made lower case first, and nothing else is done with those."""
    program, module, use = judge.program, chain.module, chain.use
    far = judge.facts.after == "2.0"
    if use.kind == "dynamic":
        index = child(use.node, "index")
        return index is not None and (
            _lowered(module, bare(index))
            or _found_key(program, module, index, far=far)
            or _listed_key(program, module, bare(index), far=far)
            or _asked_for_lower(module, use.node, module.text(index))
        )
    if use.kind == "iterate":
        if "in" not in [each.type for each in use.node.children]:
            return False
        return _only_lowered(program, module, child(use.node, "left"), far=far)
    if use.kind == "argument" and use.name == "Headers":
        return _finds(program, module, use.node, far=far)
    if use.kind == "argument" and use.name == "lodash.mapKeys":
        given = calls(use.node)
        function = bare(given.given[1]) if len(given.given) > 1 else None
        found = parameters(function) if of_type(function, "arrow_function") else []
        return len(found) > 1 and _only_lowered(program, module, pattern_of(found[1]), far=far)
    if use.kind != "keys" or use.name not in ("Object.keys", "Object.entries"):
        return False
    return _listed(program, module, use.node, far=far)


def lowered(judge: Judge, chain: Chain) -> bool:
    """Whether headers are replaced by themselves with the names in lower case, before any is read."""
    module, put = chain.module, chain.use.node
    made = calls(bare(child(put, "right")))
    mapped = calls(bare(made.given[0]) if made.given else None)
    function = bare(mapped.given[0]) if mapped.given else None
    pair = bare(child(function, "body"))
    names = parts(pair)[:1] if of_type(pair, "array") else []
    known = judge.program.library(module, made.function) == "Object.fromEntries" if made else False
    if not known or chain.path != ("headers",) or not any(_lowered(module, each) for each in names):
        return False
    reads = [one for holder in judge.holders for one in holder.chains if one.path[:1] == ("headers",) and one != chain]
    first = child(chain.within, "body") == up(put, 2)  # under a condition, or in a loop, it may come too late
    return first and all(
        one.within == chain.within
        and one.use.holder is None
        and one.holder.path == ()
        and (one.node.start_byte > put.end_byte or inside(one.node, put))
        and one.path[-1] == one.path[-1].lower()
        for one in reads
    )


def _listed(program: ScriptProgram, module: ScriptModule, call: Node, *, far: bool) -> bool:
    """Whether the names that ``Object.keys`` or ``Object.entries`` list are only taken in lower case."""
    parent = call.parent
    if of_type(parent, "variable_declarator"):
        reads = program.scopes(module).reads(child(parent, "name"))
        return bool(reads) and all(_listed(program, module, each, far=far) for each in reads)
    if of_type(parent, "for_in_statement"):
        return _only_lowered(program, module, child(parent, "left"), far=far)
    outer = up(parent)
    if parent is None or not of_type(outer, "call_expression") or child(parent, "object") != call:
        return False
    taken, given = member(module, parent), calls(outer)
    function = bare(given.given[0]) if given.given else None
    if not taken or not of_type(function, "arrow_function", "function_expression"):
        return False
    number = _KEYS.get(taken.name or "", 0)
    found = parameters(function)
    return len(found) > number and _only_lowered(program, module, pattern_of(found[number]), far=far)


def _only_lowered(program: ScriptProgram, module: ScriptModule, pattern: Node | None, *, far: bool) -> bool:
    """Whether a name, or the first of a pair, is only read as ``name.toLowerCase()`` or to look a value up."""
    if of_type(pattern, "array_pattern") and parts(pattern):
        pattern = parts(pattern)[0]
    if not of_type(pattern, "identifier"):
        return False
    binding = program.scopes(module).binding(pattern)
    return binding is not None and _names_alone(program, module, binding, far=far)


def _names_alone(program: ScriptProgram, module: ScriptModule, binding: Binding, *, far: bool) -> bool:
    for node in binding.reads:
        parent = node.parent
        if parent is None:
            return False
        looked_up = parent.type == "subscript_expression" and child(parent, "index") == node and not writes(parent)
        if not (looked_up or _lowered(module, parent.parent) or _is_set(program, module, node, far=far)):
            return False
    return not binding.writes


def _is_set(program: ScriptProgram, module: ScriptModule, node: Node, *, far: bool) -> bool:
    """Whether a name is that of a header which an object of ``Headers`` is given."""
    call = calls(up(node, 2))
    taken = member(module, call.function)
    named = taken.name in ("set", "append") and call.given[:1] == [node]
    return named and _finds(program, module, taken.holder, far=far)


def _finds(program: ScriptProgram, module: ScriptModule, node: Node | None, *, far: bool) -> bool:
    """Whether an expression is an object of ``Headers``, which finds them whatever the case of their names.

    It has no cookies in payload 2.0: what it is given to may miss them.
    """
    node = bare(node)
    if node is None or program.library(module, node) != "Headers()":
        return False
    binding = program.scopes(module).binding(child(node.parent, "name") if node.type == "new_expression" else node)
    reads = binding.reads if binding is not None else []
    return not far or all(member(module, each.parent).holder == each for each in reads or [node])


def _lowered(module: ScriptModule, node: Node | None) -> bool:
    """Whether an expression is ``something.toLowerCase()``."""
    taken = member(module, child(node, "function"))
    return taken.name in ("toLowerCase", "toLocaleLowerCase")


def _asked_for_lower(module: ScriptModule, node: Node, name: str) -> bool:
    """Whether an expression asks for a header in lower case as well: ``headers[name] || headers[name.toLowerCase()]``."""
    around, held = node.parent, child(node, "object")
    other = f"{module.text(held)}[{name}.toLowerCase()]" if held is not None else ""
    return around is not None and sign_of(around) in ("||", "??") and other in module.text(around)


def _listed_key(program: ScriptProgram, module: ScriptModule, index: Node, *, far: bool) -> bool:
    """Whether a key is one of the names that are gone through, and is else only taken in lower case."""
    binding = program.scopes(module).binding(index) if index.type == "identifier" else None
    if binding is None or not _names_alone(program, module, binding, far=far):
        return False
    if binding.declaration.type == "for_in_statement":
        source = child(binding.declaration, "right")
        kinds = [each.type for each in binding.declaration.children]
        return "in" in kinds or program.library(module, source) == "Object.keys()"
    call = next((each for each in above(binding.declaration) if each.type == "call_expression"), None)
    taken = member(module, child(call, "function"))
    return program.library(module, bare(taken.holder)) == "Object.keys()"


def _found_key(program: ScriptProgram, module: ScriptModule, index: Node, *, far: bool) -> bool:
    """Whether a key was found among the names by comparing them in lower case."""
    value = program.scopes(module).value(bare(index) if bare(index).type == "identifier" else None)
    taken = member(module, child(bare(value), "function"))
    if taken.name not in ("find", "findLast"):
        return False
    source = bare(taken.holder)
    return program.library(module, source) == "Object.keys()" and _listed(program, module, source, far=far)
