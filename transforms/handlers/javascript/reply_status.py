"""The status of an answer on its way to an HTTP API: a REST API answers 200 where there is none, and an HTTP API 500."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tree_sitter import Node

from .. import answer_sentences
from . import objects
from .answer import ScriptAnswer
from .draft import ScriptDraft
from .ends import ways
from .expressions import bare, member, string
from .scopes import Scopes, default_of, parameters, pattern_of
from .syntax import ScriptModule, function_of, inside, parts
from .syntax import field as child
from .texts import looked_up

if TYPE_CHECKING:
    from .replies import Replies


def status(replies: Replies, draft: ScriptDraft, answer: ScriptAnswer, *, far: bool) -> bool:
    """Write the status as a number, and the one that a REST API assumes; whether it is known."""
    given = None if _comes_late(replies, answer) else answer.keys.get("statusCode")
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
    text = string(given[0], given[1])
    if text is not None and text.isdigit() and given[0] is answer.module:
        draft.put(given[1].start_byte, given[1].end_byte, text)
    elif (left_out := _left_out(replies, answer, *given)) is not None:
        if not far:
            answer_sentences.STATUS_LEFT_OUT.on(draft, given[1], left_out, mended=True, fails=True)
        name = answer.module.text(given[1])
        alone = given[1] == answer.own.get("statusCode")
        draft.put(given[1].start_byte, given[1].end_byte, f"{f'{name}: ' if alone else ''}{name} ?? 200")
    return True


def _comes_late(replies: Replies, answer: ScriptAnswer) -> bool:
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


def _left_out(replies: Replies, answer: ScriptAnswer, module: ScriptModule, value: Node) -> str | None:
    """Why there may be no status, as a clause."""
    if module is not answer.module:
        return None
    found = value if value.type == "subscript_expression" else looked_up(replies.program, module, value)
    if may_be_nothing(replies.program.scopes(module), value):
        return "what it is given need not have a value"
    if found is not None and replies.program.constant(module, child(found, "index") or found) is None:
        return "it is looked up, and what is looked for need not be there"
    if _may_be_missing(replies, answer, value):
        return "a call leaves the status out"
    taken = member(module, bare(value))
    held = bare(taken.holder)
    binding = replies.program.scopes(module).binding(held)
    return "not every error has a status" if binding is not None and binding.kind == "catch_clause" else None


def may_be_nothing(scopes: Scopes, value: Node) -> bool:
    """Whether a status is, on some way, a name that is declared without a value, or ``undefined``.

    Arguments:
        scopes: the names of its file.
        value: the status.
    """
    value = bare(value)
    if value.type == "ternary_expression":
        return any(may_be_nothing(scopes, part) for part in parts(value)[1:])
    binding = scopes.binding(value)
    if binding is None or binding.kind != "variable_declarator":
        return value.type == "undefined"
    if child(binding.declaration, "value") is not None:
        return False
    body, puts = child(function_of(value), "body"), {each.parent.id for each in binding.writes if each.parent}
    return body is None or not inside(binding.declaration, body) or ways(body, (puts, {value.id})).returns


def _may_be_missing(replies: Replies, answer: ScriptAnswer, value: Node) -> bool:
    """Whether the status is a parameter that some call of the function does not give."""
    function = function_of(answer.node)
    if value.type not in ("identifier", "shorthand_property_identifier") or function is None:
        return False
    binding = replies.program.scopes(answer.module).binding(value)
    places = [n for n, each in enumerate(parameters(function)) if binding and pattern_of(each) in binding.nodes]
    if not places or binding is None or binding.writes or default_of(parameters(function)[places[0]]) is not None:
        return False
    for site in replies.sites.get(answer.node.id, ()):
        module = replies.module_of(site)
        target, given = replies.program.invoked(module, site) if module is not None else (None, [])
        if target is None or target.node != function or any(each.type == "spread_element" for each in given):
            continue
        if len(given) <= places[0]:
            return True
    return False
