"""Names of headers: clients write them as they like, an HTTP API sends nearly all of them in lower case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tree_sitter import Node

from migrator.facts import AuthorizerFacts
from migrator.findings import Level

from .. import authorizer_codes, header_sentences
from ..field_uses import header_code
from ..fields import CAPITALS, SENT_ONCE, never_sent, sent_in_lower
from ..rules import Rule
from .chains import Chain
from .exact import EXACT
from .expressions import bare, calls, member, sign_of
from .program import ScriptProgram
from .scopes import Binding, parameters, pattern_of
from .syntax import ScriptModule, above, inside, of_type, parts, walk
from .syntax import field as child
from .unfollowed import unfollowed
from .uses import writes

if TYPE_CHECKING:
    from .judge import Judge

_UNREAD: Final = frozenset({"log", "statement", "truth", "typeof"})

_KEYS: Final = {"reduce": 1, "reduceRight": 1}
"""Which parameter of a callback the element is, where it is not the first."""


def decide(judge: Judge, chain: Chain, rule: Rule) -> None:
    """Judge one use of the headers, or of one of them."""
    if rule.kind == "cookie":
        if chain.path[-1] == "cookie" and not _in_capitals(judge, chain):
            header_sentences.HEADER_FOUND_IN_LOWER.on(judge, chain, "cookie")
        return
    listed = chain.path[0] == "multiValueHeaders"
    if rule.kind == "header":
        _named(judge, chain, listed=listed)
        return
    hidden = judge.facts.after == "2.0" and _names_cookies(judge.program)
    if chain.use.kind in EXACT[rule.kind] or (not hidden and in_any_case(judge.program, chain)):
        return
    if judge.facts.before == "2.0":
        return  # they become an object with the names in lower case, as they were
    name = chain.path[0]
    if judge.close:
        level = None if judge.http else Level.BLOCKER
        header_sentences.HEADERS_PASSED_ON.on(judge, chain, f"`{name}`", code=header_code(judge.facts), level=level)
        return
    unfollowed(judge, chain)


def _names_cookies(program: ScriptProgram) -> bool:
    """Whether code asks for the header of cookies, which payload 2.0 does not have, by a name of its own."""
    return any(
        module.text(node).lower() == "cookie"
        for module in program.modules
        if b"ookie" in module.data
        for node in walk(module.root)
        if node.type in ("string_fragment", "property_identifier", "shorthand_property_identifier_pattern")
    )


def _named(judge: Judge, chain: Chain, *, listed: bool) -> None:
    name = chain.path[-1]
    lower = name.lower()
    if "2.0" in (judge.facts.before, judge.facts.after) and lower not in SENT_ONCE and chain.use.kind not in _UNREAD:
        (header_sentences.HEADER_TWICE if judge.http else header_sentences.HEADER_TWICE_TO_REST).on(judge, chain, name)
    if judge.facts.after == "1.0" and name != lower and not either(judge, chain):
        header_sentences.HEADER_MISSED.on(
            judge,
            chain,
            name,
            code=header_code(judge.facts),
            remedy=f"Look it up as `{lower}` in an object whose keys are made lower case.",
            mended=not listed and "headers" not in judge.changed,
            fails=_fails(chain, name),
        )
    elif judge.facts.after in ("rest", "request") and judge.facts.before == "1.0" and listed:
        what = f"The header `{name}` is"
        header_sentences.LISTED_HEADER.on(judge, chain, what, code=header_code(judge.facts), level=Level.BLOCKER)
    elif _is_found(judge, chain, name) and not listed:
        header_sentences.HEADER_FOUND_IN_LOWER.on(judge, chain, name)
    elif _is_dead(judge, name) and chain.use.kind not in ("log", "statement") and not either(judge, chain):
        authorizer = isinstance(judge.facts, AuthorizerFacts)
        header_sentences.HEADER_FOUND.on(
            judge, chain, name, code=authorizer_codes.AUTHORIZER_HEADERS if authorizer else None
        )


def _is_dead(judge: Judge, name: str) -> bool:
    """Whether an HTTP API never sends a header under that name: the look-up failed, whatever a client sent."""
    hidden = judge.facts.before == "2.0" and name.lower() == "cookie"  # it is not among the headers that code is given
    return judge.facts.after in ("rest", "request") and not hidden and never_sent(name, judge.facts.before)


def _is_found(judge: Judge, chain: Chain, name: str) -> bool:
    """Whether a look-up in lower case failed for clients that write the header with capitals, and does not any more."""
    if judge.facts.before not in ("rest", "request") or chain.use.kind in ("log", "statement"):
        return False
    return sent_in_lower(name, judge.facts.after) and not _in_capitals(judge, chain)


def _in_capitals(judge: Judge, chain: Chain) -> bool:
    """Whether the same expression asks for a header in lower case by a name with capitals as well."""
    own = chain.path[-1]
    return bool(chain.others) and any(
        other.path[:-1] == chain.path[:-1]
        and other.path[-1] != own
        and other.path[-1].lower() == own
        and other.module is chain.module
        and inside(other.node, chain.others[-1])
        for holder in judge.holders
        for other in holder.chains
        if other.path
    )


def _fails(chain: Chain, name: str) -> bool:
    """Whether a property is taken of a header that is not there any more."""
    fixed = name in CAPITALS or name.startswith("X-Forwarded-")
    parent = chain.node.parent
    taken = of_type(parent, "member_expression", "subscript_expression")
    guarded = parent is not None and any(each.type == "optional_chain" for each in parent.children)
    return taken and not guarded and not fixed


def either(judge: Judge, chain: Chain) -> bool:
    """Whether the same expression asks for the header in lower case as well."""
    if not chain.others:
        return False
    around = chain.others[-1]
    small = (*chain.path[:-1], chain.path[-1].lower())
    return any(
        other.path == small and other.module is chain.module and inside(other.node, around)
        for holder in judge.holders
        for other in holder.chains
    )


def in_any_case(program: ScriptProgram, chain: Chain) -> bool:
    """Whether headers are gone through by names that are made lower case first, and nothing else is done with those."""
    module, use = chain.module, chain.use
    if use.kind == "dynamic":
        index = child(use.node, "index")
        return index is not None and (
            _lowered(module, bare(index))
            or _found_key(program, module, index)
            or _listed_key(program, module, bare(index))
            or _asked_for_lower(module, use.node, module.text(index))
        )
    if use.kind == "iterate":
        if "in" not in [each.type for each in use.node.children]:
            return False
        return _only_lowered(program, module, child(use.node, "left"))
    if use.kind == "argument" and use.name == "Headers":
        return True  # it finds them whatever the case of their names
    if use.kind == "argument" and use.name == "lodash.mapKeys":
        given = calls(use.node)
        function = bare(given.given[1]) if len(given.given) > 1 else None
        found = parameters(function) if of_type(function, "arrow_function") else []
        return len(found) > 1 and _only_lowered(program, module, pattern_of(found[1]))
    if use.kind != "keys" or use.name not in ("Object.keys", "Object.entries"):
        return False
    return _listed(program, module, use.node)


def _listed(program: ScriptProgram, module: ScriptModule, call: Node) -> bool:
    """Whether the names that ``Object.keys`` or ``Object.entries`` list are only taken in lower case."""
    parent = call.parent
    if of_type(parent, "for_in_statement"):
        return _only_lowered(program, module, child(parent, "left"))
    outer = parent.parent if parent is not None else None
    if parent is None or not of_type(outer, "call_expression") or child(parent, "object") != call:
        return False
    taken, given = member(module, parent), calls(outer)
    function = bare(given.given[0]) if given.given else None
    if not taken or not of_type(function, "arrow_function", "function_expression"):
        return False
    number = _KEYS.get(taken.name or "", 0)
    found = parameters(function)
    return len(found) > number and _only_lowered(program, module, pattern_of(found[number]))


def _only_lowered(program: ScriptProgram, module: ScriptModule, pattern: Node | None) -> bool:
    """Whether a name, or the first of a pair, is only read as ``name.toLowerCase()`` or to look a value up."""
    if of_type(pattern, "array_pattern") and parts(pattern):
        pattern = parts(pattern)[0]
    if not of_type(pattern, "identifier"):
        return False
    binding = program.scopes(module).binding(pattern)
    return binding is not None and _names_alone(module, binding)


def _names_alone(module: ScriptModule, binding: Binding) -> bool:
    for node in binding.reads:
        parent = node.parent
        if parent is None:
            return False
        put = parent.parent is not None and writes(parent, parent.parent)
        looked_up = parent.type == "subscript_expression" and child(parent, "index") == node and not put
        if not looked_up and not _lowered(module, parent.parent):
            return False
    return not binding.writes


def _lowered(module: ScriptModule, node: Node | None) -> bool:
    """Whether an expression is ``something.toLowerCase()``."""
    taken = member(module, child(node, "function"))
    return taken.name in ("toLowerCase", "toLocaleLowerCase")


def _asked_for_lower(module: ScriptModule, node: Node, name: str) -> bool:
    """Whether an expression asks for a header in lower case as well: ``headers[name] || headers[name.toLowerCase()]``."""
    around, held = node.parent, child(node, "object")
    other = f"{module.text(held)}[{name}.toLowerCase()]" if held is not None else ""
    return around is not None and sign_of(around) in ("||", "??") and other in module.text(around)


def _listed_key(program: ScriptProgram, module: ScriptModule, index: Node) -> bool:
    """Whether a key is one of the names that are gone through, and is else only taken in lower case."""
    binding = program.scopes(module).binding(index) if index.type == "identifier" else None
    if binding is None or not _names_alone(module, binding):
        return False
    if binding.declaration.type == "for_in_statement":
        source = child(binding.declaration, "right")
        kinds = [each.type for each in binding.declaration.children]
        return "in" in kinds or (source is not None and program.library(module, source) == "Object.keys()")
    call = next((each for each in above(binding.declaration) if each.type == "call_expression"), None)
    taken = member(module, child(call, "function"))
    return program.library(module, bare(taken.holder)) == "Object.keys()"


def _found_key(program: ScriptProgram, module: ScriptModule, index: Node) -> bool:
    """Whether a key was found among the names by comparing them in lower case."""
    binding = program.scopes(module).binding(bare(index)) if bare(index).type == "identifier" else None
    value = child(binding.declaration, "value") if binding is not None and binding.constant else None
    taken = member(module, child(bare(value), "function"))
    if taken.name not in ("find", "findLast"):
        return False
    source = bare(taken.holder)
    return program.library(module, source) == "Object.keys()" and _listed(program, module, source)
