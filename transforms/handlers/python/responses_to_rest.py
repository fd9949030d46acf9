"""Responses on the way to a REST API, which takes nothing but a dict with its own keys.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import libcst as cst

from migrator.facts import RouteFacts
from migrator.findings import Level

from .. import answer_codes, answer_sentences
from .answer_values import REST_KEYS, AnswerHeaders, encoded, sent_headers
from .displays import display, entries, quote_of, renamed, string, without
from .draft import Draft
from .endings import falls_through, generator, statements
from .program import Program
from .response_headers import JSON, as_dict
from .responses import unproven
from .returned import Answer, answers
from .texts import BodyTexts
from .trees import dotted

PURE: Final = (cst.SimpleString, cst.Integer, cst.Float, cst.Name, cst.Attribute)


def to_rest(
    draft_of: Callable[[str], Draft],
    program: Program,
    draft: Draft,
    function: cst.FunctionDef,
    facts: RouteFacts,
    known: frozenset[int] = frozenset(),
    fields: frozenset[int] = frozenset(),
) -> None:
    """H11: a REST API takes nothing but a dict with its own keys."""
    if generator(function) or falls_through(function.body):
        draft.say(
            answer_codes.RESPONSE,
            function.name,
            f"`{function.name.value}` may end without a value; a REST API answers 502 to that.",
            answer_sentences.EVERY_WAY,
        )
    done: set[int] = set()
    texts = BodyTexts(program, fields)
    for statement in statements(function):
        found = [one for one in answers(program, draft.module, function, statement.value) if id(one.node) not in known]
        if not found:
            continue
        sorts = {_sort(answer) for answer in found}
        if sorts == {"envelope"}:
            for answer in found:
                if id(answer.node) not in done:
                    done.add(id(answer.node))
                    _response(draft_of, program, texts, answer, facts)
        elif sorts in ({"text"}, {"value"}) and statement.value is not None:
            _wrap(draft, statement.value, dumps=sorts == {"value"})
        else:
            bad = next((answer for answer in found if _sort(answer) == "unknown"), found[0])
            draft_of(bad.module.name).say(
                answer_codes.RESPONSE,
                bad.node,
                "What is answered here cannot be determined from the code. An HTTP API takes any value as the body of a response; a REST API "
                "answers 502 unless it is a dict with `statusCode` and no other keys than its own.",
                answer_sentences.RETURN_DICT,
            )


def _sort(answer: Answer) -> str:
    if answer.sort not in ("display", "assembled"):
        return answer.sort
    if "statusCode" in answer.held.certain:
        return "envelope"
    return "unknown" if answer.sort == "assembled" or "statusCode" in answer.added else "value"


def _wrap(draft: Draft, node: cst.BaseExpression, *, dumps: bool) -> None:
    if dumps:
        draft.imports.add(("json", None))

    def make(old: cst.CSTNode) -> cst.Dict:
        assert isinstance(old, cst.BaseExpression)
        quote = quote_of(old) if isinstance(old, cst.Dict) else '"'
        body = _dumped(old) if dumps else old
        headers = display([("content-type", string(JSON, quote))], quote)
        return display([("statusCode", cst.Integer("200")), ("headers", headers), ("body", body)], quote)

    draft.put(node, make)


def _dumped(value: cst.BaseExpression) -> cst.Call:
    return cst.Call(func=cst.Attribute(value=cst.Name("json"), attr=cst.Name("dumps")), args=[cst.Arg(value)])


def _response(
    draft_of: Callable[[str], Draft], program: Program, texts: BodyTexts, answer: Answer, facts: RouteFacts
) -> None:
    """Let a response be one that a REST API takes; one that is no display has to be right as it is."""
    draft, parts, sent = draft_of(answer.module.name), answer.held.parts, sent_headers(program, answer)
    if facts.before == "2.0" and "multiValueHeaders" in parts:
        answer_sentences.SENT_FROM_NOW.on(draft, answer.node, "multiValueHeaders", "payload format 2.0")
    if answer.sort == "display":
        if facts.before == "1.0" and answer.node in draft.edits:
            return
        if answer.node not in draft.edits and not _keys(draft, answer, facts) and facts.before == "1.0":
            return
    elif extra := sorted(parts.keys() - REST_KEYS):
        why = f"it may have the key `{extra[0]}`, to which a REST API answers 502"
        answer_sentences.RESPONSE_UNKNOWN.on(draft, answer.node, why)
        return
    _values(draft_of, texts, answer, sent, facts)
    foreign = sent.foreign_cors(facts.origin, ("access-control-allow-origin",)) if facts.cors else None
    if foreign is not None:
        name, part = foreign
        answer_sentences.CORS_HEADER_IN_FORCE.on(draft_of(part.module.name), part.node, name)
    if facts.before == "2.0" and "body" in parts and sent.whole and not sent.typed:
        answer_sentences.NO_TYPE_TO_REST.on(draft, answer.node)
    if not facts.binary and (node := encoded(answer)) is not None:
        answer_sentences.BODY_STAYS_ENCODED.on(draft, node if answer.sort == "display" else answer.node)


def _keys(draft: Draft, answer: Answer, facts: RouteFacts) -> bool:
    """Take keys out to which a REST API answers 502, and write cookies as it takes them; whether that is certain."""
    node, found, far = answer.node, entries(answer.node) or {}, facts.before == "2.0"
    keys = answer.held.parts.keys()
    if far and {"multiValueHeaders", "cookies"} <= keys:
        unproven(draft, answer, answer_sentences.BOTH_LISTS)
        return False
    extra = sorted(keys - REST_KEYS - ({"cookies"} if far else set()))
    later = {*extra, "cookies"} & set(answer.added)
    if later or not all(isinstance(found[key].value, PURE) for key in extra):
        unproven(draft, answer, answer_sentences.KEY_WORKED_OUT)
        return False
    for key in extra:
        draft.put(node, lambda old, name=key: without(old, name))  # type: ignore[misc]
    if far and "cookies" in found:
        none = dotted(found["cookies"].value) == "None"
        draft.put(node, (lambda old: without(old, "cookies")) if none else _cookies_to_rest)
    return True


def _cookies_to_rest(node: cst.CSTNode) -> cst.Dict:
    value = (entries(node) or {})["cookies"].value
    assert isinstance(node, cst.Dict)
    return renamed(node, "cookies", "multiValueHeaders", display([("Set-Cookie", value)], quote_of(node)))


def _values(
    draft_of: Callable[[str], Draft], texts: BodyTexts, answer: Answer, sent: AnswerHeaders, facts: RouteFacts
) -> None:
    """A body and header values are texts for a REST API; format 2.0 makes JSON of other bodies."""
    for part in answer.held.parts.get("body", ()) if facts.before == "2.0" else ():
        draft, sort = draft_of(part.module.name), texts.sort_of(part.module, part.function, part.node)
        if sort == "value" and part.node not in draft.edits:
            draft.imports.add(("json", None))
            draft.put(part.node, lambda old: _dumped(old) if isinstance(old, cst.BaseExpression) else old)
        elif sort == "unknown":
            answer_sentences.BODY_UNKNOWN.on(draft, part.node)
    if not sent.whole:
        answer_sentences.HEADERS_UNKNOWN.on(draft_of(answer.module.name), answer.node)
    for name, part in sent.named:
        draft, value = draft_of(part.module.name), part.node
        if answer.sort == "display" and isinstance(value, (cst.Integer, cst.Float)):
            quote = quote_of(as_dict(answer.node))
            if value not in draft.edits:
                draft.put(value, lambda old, q=quote: string(cst.Module([]).code_for_node(old), q))  # type: ignore[misc]
        elif texts.may_be_value(part.module, part.function, value):
            answer_sentences.HEADER_NO_TEXT.on(draft, value, name, level=Level.WARNING)
        elif texts.may_be_null(part.module, part.function, value):
            answer_sentences.HEADER_NULL.on(draft, value, name)


def from_v1(
    draft_of: Callable[[str], Draft], program: Program, draft: Draft, function: cst.FunctionDef, facts: RouteFacts
) -> None:
    """Take keys out to which a REST API answers 502 and which format 1.0 ignores."""
    texts = BodyTexts(program, frozenset())
    for statement in statements(function):
        for answer in answers(program, draft.module, function, statement.value):
            owner = draft_of(answer.module.name)
            if answer.sort == "unknown":
                unproven(owner, answer, "a REST API answers 502 to keys that are none of its own", Level.WARNING)
            elif answer.sort == "display" and "statusCode" not in answer.held.certain:
                answer_sentences.NO_STATUS.on(
                    owner, answer.node, remedy='Add `"statusCode": 200`.', level=Level.WARNING
                )
            elif _sort(answer) == "envelope":
                _response(draft_of, program, texts, answer, facts)
