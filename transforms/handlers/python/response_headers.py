"""Headers of responses: their content type, and the CORS headers that an API sends or lets through."""

from __future__ import annotations

from typing import Final

import libcst as cst

from .. import answer_sentences
from .answer_values import AnswerHeaders
from .code import Module
from .dict_uses import left_alone
from .displays import display, entries, key_of, quote_of, renamed, string, with_entry
from .draft import Draft
from .program import Program
from .program_imports import uses
from .returned import Answer
from .trees import assigned, counted, dotted, walk

JSON: Final = "application/json"


def content_type(draft: Draft, program: Program, answer: Answer, sent: AnswerHeaders) -> None:
    """Write out the content type that a REST API adds: what format 2.0 adds is not documented."""
    bodies = answer.held.parts.get("body", ())
    found = entries(answer.node) or {}
    if sent.typed or all(dotted(part.node) == "None" for part in bodies):
        return
    given = found["headers"].value if "headers" in found and "headers" not in answer.added else None
    if "multiValueHeaders" in found and _typed(found["multiValueHeaders"].value):
        return
    if given is not None and _typed_within(program, draft, answer, given):
        return
    headers = held(program, draft, answer, given) if given is not None else None
    if answer.sort != "display" or "headers" in answer.added or (given is not None and headers is None):
        answer_sentences.TYPE_UNKNOWN.on(draft, answer.node)
    elif headers is None or headers is given:
        draft.put(answer.node, _with_type, neutral=True)
    elif isinstance(given, cst.Name) and _is_read_elsewhere(draft, program, answer, given.value):
        draft.put(given, lambda old: _with_others(old, quote_of(as_dict(answer.node))), neutral=True)
    elif headers not in draft.edits:
        draft.put(headers, lambda old: _typed_now(old, quote_of(as_dict(answer.node))), neutral=True)


def _is_read_elsewhere(draft: Draft, program: Program, answer: Answer, name: str) -> bool:
    """Whether headers are also read where they are no headers of a response, such as those of a request to others."""
    module, function = draft.module, answer.function
    if function is None or name not in counted(function):
        return any(not _is_of_response(where, node) for where, node in uses(program, module, name))
    found = (node for node in walk(function) if isinstance(node, cst.Name) and node.value == name)
    return any(not _is_of_response(module, node) for node in found)


def _is_of_response(module: Module, node: cst.CSTNode) -> bool:
    """Whether a name of headers is bound where it stands, or is what a response holds as its headers."""
    parent = module.up(node)
    if isinstance(parent, cst.DictElement):
        return key_of(parent) == "headers" and "statusCode" in (entries(module.up(parent)) or {})
    return isinstance(parent, cst.AssignTarget) or (isinstance(parent, cst.AnnAssign) and parent.target is node)


def _with_others(node: cst.CSTNode, quote: str) -> cst.Dict:
    assert isinstance(node, cst.BaseExpression)
    typed = display([("Content-Type", string(JSON, quote))], quote)
    return typed.with_changes(elements=[cst.StarredDictElement(node), *typed.elements])


def _with_type(node: cst.CSTNode) -> cst.Dict:
    """The response with a content type, in its headers or in headers of their own."""
    assert isinstance(node, cst.Dict)
    quote = quote_of(node)
    found = entries(node) or {}
    if "headers" in found:
        return renamed(node, "headers", "headers", _typed_now(found["headers"].value, quote))
    return with_entry(node, "headers", display([("Content-Type", string(JSON, quote))], quote), before="body")


def _typed_now(node: cst.CSTNode, quote: str) -> cst.Dict:
    assert isinstance(node, cst.Dict)
    if not node.elements:
        return node.with_changes(elements=display([("Content-Type", string(JSON, quote))], quote).elements)
    return with_entry(node, "Content-Type", string(JSON, quote_of(node)))


def as_dict(node: cst.BaseExpression) -> cst.Dict:
    assert isinstance(node, cst.Dict)
    return node


def held(program: Program, draft: Draft, answer: Answer, value: cst.BaseExpression) -> cst.Dict | None:
    """The display that a value is or names, if nothing else can have been put into it."""
    if isinstance(value, cst.Dict):
        return value if entries(value) is not None else None
    if not isinstance(value, cst.Name) or answer.function is None:
        return None
    own = counted(answer.function).get(value.value, 0)
    scope: cst.CSTNode = answer.function if own else draft.module.tree
    if own > 1 or (not own and draft.module.bound.get(value.value) != 1):
        return None
    given = list(assigned(scope, value.value))
    if len(given) != 1 or not isinstance(given[0], cst.Dict) or entries(given[0]) is None:
        return None
    return given[0] if left_alone(program, draft.module, scope, value.value) else None


def _typed(node: cst.BaseExpression) -> bool:
    return "content-type" in {name.lower() for name in entries(node) or {}}


def _typed_within(program: Program, draft: Draft, answer: Answer, node: cst.BaseExpression) -> bool:
    """Whether headers that are put together hold a content type, whatever else they hold: ``{**BASE, ...}`` or ``BASE | {...}``."""
    match node:
        case cst.Dict(elements=elements):
            named = [key_of(each) or "" for each in elements]
            spread = [each.value for each in elements if isinstance(each, cst.StarredDictElement)]
            return "content-type" in [name.lower() for name in named] or any(
                _typed_within(program, draft, answer, each) for each in spread
            )
        case cst.BinaryOperation(left=left, operator=cst.BitOr(), right=right):
            return _typed_within(program, draft, answer, left) or _typed_within(program, draft, answer, right)
        case cst.Name():
            found = held(program, draft, answer, node)
            return found is not None and _typed(found)
    return False
