"""The status of an answer on its way to an HTTP API: a REST API answers 200 where there is none, and an HTTP API 500."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tree_sitter import Node

from .. import answer_sentences
from . import objects
from .answer import ScriptAnswer, returned
from .draft import ScriptDraft
from .ends import ends, ways
from .expressions import bare, member, sign_of, string
from .imports import entries
from .meanings import FoundInProgram, Library, unpacked
from .program import ScriptProgram
from .scopes import Binding, Scopes, default_of, parameters, pattern_of
from .syntax import ScriptModule, above, function_of, inside, of_type, parts
from .syntax import field as child
from .texts import looked_up

if TYPE_CHECKING:
    from .replies import Replies

_MAYBE: Final = frozenset({"get", "find", "at", "pop", "shift"})
"""Methods of lists and maps that give nothing where nothing is found."""


def status(replies: Replies, draft: ScriptDraft, answer: ScriptAnswer, *, far: bool) -> bool:
    """Write the status as a number, and the one that a REST API assumes; whether it is known."""
    given = None if comes_late(replies, answer) else answer.keys.get("statusCode")
    if given is None and answer.open:
        if far:
            replies.unproven(answer, answer_sentences.NO_STATUS_KNOWN)
        else:
            answer_sentences.STATUS_UNKNOWN.on(draft, answer.node)
        return not far
    if given is None:
        if not far:
            answer_sentences.NO_STATUS.on(draft, answer.node, remedy="Add `statusCode: 200`.", mended=True, fails=True)
        objects.put_first(draft, answer.node, "statusCode: 200")
        return True
    later = [(put.module, put.value) for put in answer.set_later("statusCode") if put.value is not None]
    for module, value in {each.id: (where, each) for where, each in (given, *later)}.values():
        _known(replies, answer, module, value, far=far)
    return True


def _known(replies: Replies, answer: ScriptAnswer, module: ScriptModule, value: Node, *, far: bool) -> None:
    """Write one status as a number, and the one that a REST API assumes where it may have no value."""
    text, draft = string(module, value), replies.draft_of(module)
    if text is not None and text.isdigit():
        draft.put(value.start_byte, value.end_byte, text)
    elif (reason := left_out(replies, answer, module, value)) is not None:
        if not far:
            answer_sentences.STATUS_LEFT_OUT.on(draft, value, reason, mended=True, fails=True)
        name, around = module.text(value), value.type in ("binary_expression", "ternary_expression")
        key = f"{name}: " if value.type == "shorthand_property_identifier" else ""
        draft.put(value.start_byte, value.end_byte, f"{key}({name}) ?? 200" if around else f"{key}{name} ?? 200")


def comes_late(replies: Replies, answer: ScriptAnswer) -> bool:
    """Whether the status is set after the object was made, and some way returns before that."""
    later = answer.set_later("statusCode")
    if "statusCode" in answer.own or not later:
        return False
    function = function_of(answer.node)
    body = child(function, "body")
    puts = [(put.module, put.value.parent) for put in later if put.value is not None and put.value.parent is not None]
    named = [(module, child(left, "object")) for module, each in puts if (left := child(each, "left")) is not None]
    given = {
        node.id
        for module, each in named
        for node in replies.program.scopes(module).reads(each)
        if node.parent is not None and child(node.parent, "object") != node
    }
    return body is not None and ways(body, ({each.id for _, each in puts}, given)).returns


def left_out(replies: Replies, answer: ScriptAnswer, module: ScriptModule, value: Node) -> str | None:
    """Why there may be no status, as a clause."""
    program = replies.program
    found = value if value.type == "subscript_expression" else looked_up(program, module, value)
    if found is not None and program.constant(module, child(found, "index") or found) is None:
        return "it is looked up, and what is looked for need not be there"
    if _may_be_missing(replies, answer, module, value):
        return "a call leaves the status out"
    binding = program.scopes(module).binding(bare(member(module, bare(value)).holder))
    if binding is not None and binding.kind == "catch_clause":
        return "not every error has a status"
    return "what it is given need not have a value" if _may_be_nothing(program, module, value) else None


def unset(scopes: Scopes, value: Node) -> bool:
    """Whether a status is, on some way, a name that is declared without a value, or ``undefined``.

    Arguments:
        scopes: the names of its file.
        value: the status.
    """
    value = bare(value)
    if value.type == "ternary_expression":
        return any(unset(scopes, part) for part in parts(value)[1:])
    binding = scopes.binding(value)
    if binding is None or binding.kind != "variable_declarator":
        return value.type == "undefined"
    if child(binding.declaration, "value") is not None:
        return False
    body, puts = child(function_of(value), "body"), {each.parent.id for each in binding.writes if each.parent}
    return body is None or not inside(binding.declaration, body) or ways(body, (puts, {value.id})).returns


def _may_be_nothing(program: ScriptProgram, module: ScriptModule, value: Node, hops: int = 6) -> bool:
    """Whether a value may be ``undefined``: anything may that is not known to be something."""
    value, sign = bare(value), sign_of(bare(value))
    match value.type:
        case "ternary_expression":
            return any(_may_be_nothing(program, module, part, hops) for part in parts(value)[1:])
        case "binary_expression" if sign in ("||", "??"):
            return _may_be_nothing(program, module, parts(value)[-1], hops)
        case "call_expression":
            return _gives_nothing(program, module, value, hops)
        case "identifier" | "shorthand_property_identifier" | "member_expression" | "subscript_expression":
            return unset(program.scopes(module), value) or _is_nothing(program, module, value, hops)
    return value.type == "undefined" or sign == "&&" or hops <= 0


def _is_nothing(program: ScriptProgram, module: ScriptModule, value: Node, hops: int) -> bool:
    """Whether a name, or a property of something, may have no value."""
    scopes, held = program.scopes(module), bare(member(module, value).holder)
    binding = scopes.binding(value)
    if binding is not None and (binding.kind == "parameter" or not binding.constant):
        return False  # what calls leave out is told by themselves, and what it is set to where that is done
    found = program.meaning(module, value)
    if isinstance(found, Library):
        return found.name.startswith("process.env.")
    if isinstance(found, FoundInProgram) and found.node != value:
        return _may_be_nothing(program, found.module, found.node, hops - 1)
    outer = scopes.binding(held) if held is not None else None
    holder = program.meaning(module, held)
    listed = isinstance(holder, FoundInProgram) and holder.node.type == "enum_declaration"
    return not listed and (outer is None or outer.kind != "enum_declaration")


def _gives_nothing(program: ScriptProgram, module: ScriptModule, call: Node, hops: int) -> bool:
    """Whether what a call gives may be nothing."""
    target, function = program.called(module, call), child(call, "function")
    if target is None:
        return program.library(module, function) is None and member(module, function).name in _MAYBE
    body = child(target.node, "body")
    if hops <= 0 or (of_type(body, "statement_block") and not ends(body)):
        return True
    values = [value for _, value in returned(target.node)]
    return any(each is None or _may_be_nothing(program, target.module, each, hops - 1) for each in values)


def _may_be_missing(replies: Replies, answer: ScriptAnswer, module: ScriptModule, value: Node) -> bool:
    """Whether the status is a parameter that some call of the function does not give."""
    program = replies.program
    binding = program.scopes(module).binding(value)
    if binding is None or binding.kind != "parameter" or binding.writes:
        return False
    function = binding.declaration
    place, parameter = next(
        (n, each) for n, each in enumerate(parameters(function)) if any(inside(node, each) for node in binding.nodes)
    )
    calls = [(answer.module, parts(child(answer.node, "arguments")))] if answer.node.type == "new_expression" else []
    for site in replies.sites.get(answer.node.id, ()):
        where = replies.module_of(site)
        target, given = program.invoked(where, site) if where is not None else (None, [])
        if where is not None and target is not None and target.node == function:
            calls.append((where, given))
    if default_of(binding.nodes[0].parent or parameter) is not None:
        return False
    if not calls and function_of(answer.node) != function:
        return True
    spread = any(each.type == "spread_element" for _, given in calls for each in given)
    values = [(where, given[place] if len(given) > place else None) for where, given in calls]
    if pattern_of(parameter) not in binding.nodes:
        values = [_entry(program, module, binding, *each) for each in values]
    return spread or any(value is None or _may_be_nothing(program, where, value) for where, value in values)


def _entry(
    program: ScriptProgram, module: ScriptModule, binding: Binding, where: ScriptModule, value: Node | None
) -> tuple[ScriptModule, Node | None]:
    """What a parameter is unpacked from, where that is written out in the object that is given."""
    made = program.meaning(where, value)
    held = entries(made.module, made.node) if isinstance(made, FoundInProgram) and made.node.type == "object" else None
    around = next((each for each in above(binding.nodes[0]) if each.type == "object_pattern"), None)
    name = unpacked(module, around, binding) if around is not None else None
    return (made.module if isinstance(made, FoundInProgram) else where), (held or {}).get(name or "")
