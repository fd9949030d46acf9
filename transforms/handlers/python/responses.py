"""Responses: what a REST API takes from a function and what an HTTP API takes.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import libcst as cst

from migrator.facts import RouteFacts
from migrator.findings import Level

from .. import answer_codes, answer_sentences
from .answer_values import REST_KEYS, AnswerHeaders, encoded, sent_headers
from .dict_values import DictValue
from .displays import display, entries, key_of, quote_of, renamed, string, with_entry, without
from .draft import Draft
from .endings import falls_through, generator, statements
from .program import Program
from .response_headers import as_dict, content_type
from .returned import Answer, answers
from .sites import text
from .trees import dotted, literal, walk

_IGNORED: Final = frozenset({"base64Encoded", "cookies"})
_ADD_STATUS: Final = 'Add `"statusCode": 200`.'
_NO_RESPONSE: Final = (
    "it has no `statusCode` and keys of its own; a REST API answers 502 to it, format 2.0 makes it the body of a 200"
)


_NO_TEXTS: Final = (cst.Dict, cst.List, cst.Integer, cst.Float)


def unproven(draft: Draft, answer: Answer, reason: str, level: Level | None = None) -> None:
    answer_sentences.RESPONSE_UNKNOWN.on(draft, answer.node, reason, remedy=answer_sentences.RETURN_DICT, level=level)


def to_http(
    draft_of: Callable[[str], Draft],
    program: Program,
    draft: Draft,
    function: cst.FunctionDef,
    facts: RouteFacts,
    known: frozenset[int] = frozenset(),
) -> None:
    """R11 and R12: cookies and headers with several values, the status as a number, the content type that REST APIs add.

    Payload format 1.0 takes what a REST API takes, but for a status that is left out.
    """
    far = facts.after == "2.0"
    if far and generator(function):
        draft.say(
            answer_codes.RESPONSE,
            function.name,
            f"`{function.name.value}` yields in place of returning.",
            "Return the response.",
        )
        return
    if far and falls_through(function.body):
        draft.say(
            answer_codes.RESPONSE,
            function.name,
            f"`{function.name.value}` may end without a value. A REST API answers 502 to that, format 2.0 makes it 200 with the body `null`.",
            answer_sentences.EVERY_WAY,
            Level.WARNING,
        )
    done = set(known)
    for statement in statements(function):
        for answer in answers(program, draft.module, function, statement.value):
            if id(answer.node) in done:
                continue
            done.add(id(answer.node))
            owner = draft_of(answer.module.name)
            if answer.sort in ("display", "assembled"):
                _response(draft_of, program, answer, facts)
            elif answer.sort == "unknown" and not far:
                answer_sentences.STATUS_UNKNOWN.on(owner, answer.node)
            elif answer.sort == "unknown":
                unproven(owner, answer, answer_sentences.MADE_ELSEWHERE)
            elif far:
                unproven(owner, answer, answer_sentences.NO_RESPONSE, Level.WARNING)


def _response(draft_of: Callable[[str], Draft], program: Program, answer: Answer, facts: RouteFacts) -> None:
    """Let a response say to an HTTP API what it said to a REST API; one that is no display has to be right as it is."""
    draft, made, far = draft_of(answer.module.name), answer.held, facts.after == "2.0"
    if answer.sort == "display" and _refused(answer):
        if far:
            unproven(draft, answer, _NO_RESPONSE, Level.WARNING)
        return
    if answer.sort == "assembled" and "statusCode" not in made.certain:
        _say_no_status(draft, answer, far=far)
        if far:
            return
    if extra := sorted(made.parts.keys() - REST_KEYS - _IGNORED):
        answer_sentences.REFUSED_KEY.on(draft, answer.node, extra[0])
    if far and "cookies" in made.parts:
        answer_sentences.SENT_FROM_NOW.on(draft, answer.node, "cookies", "a REST API")
    if far and not _lists(draft, answer):
        return
    sent = sent_headers(program, answer)
    if sent.twice is not None:
        level = None if far else Level.WARNING
        unproven(draft, answer, answer_sentences.SENT_TWICE.format(sent.twice), level)
        if far:
            return
    for name, value in _no_texts(answer, sent):
        answer_sentences.REFUSED_VALUE.on(draft_of(value.module.name), value.node, name)
    _status(draft_of, draft, answer, far=far)
    if far:
        content_type(draft, program, answer, sent)
    if facts.cors and (foreign := sent.foreign_cors(facts.origin)) is not None:
        answer_sentences.CORS_OF_THE_API.on(draft, answer.node, foreign[0])
    if not facts.binary and (node := encoded(answer)) is not None:
        answer_sentences.BODY_DECODED.on(draft, node if answer.sort == "display" else answer.node)


def _no_texts(answer: Answer, sent: AnswerHeaders) -> Iterator[tuple[str, DictValue]]:
    """Bodies and headers to which a REST API answers 502, and which clients get from now on."""
    for value in answer.held.parts.get("body", ()):
        if isinstance(value.node, _NO_TEXTS) or dotted(value.node) in ("True", "False"):
            yield "body", value
    yield from ((name, value) for name, value in sent.named if isinstance(value.node, _NO_TEXTS))


def _say_no_status(draft: Draft, answer: Answer, *, far: bool) -> None:
    if far:
        answer_sentences.RESPONSE_UNKNOWN.on(draft, answer.node, answer_sentences.NO_STATUS_KNOWN)
        return
    keys = answer.held.parts.keys()
    missing = "statusCode" not in keys and not keys - REST_KEYS
    said = answer_sentences.NO_STATUS if missing else answer_sentences.STATUS_UNKNOWN
    said.on(draft, answer.node, remedy=_ADD_STATUS, fails=missing)


def _refused(answer: Answer) -> bool:
    """Whether a REST API answers 502 to a dict that says no status either."""
    keys = answer.held.parts.keys()
    return "statusCode" not in keys and bool(keys - REST_KEYS - {"base64Encoded"})


def _status(draft_of: Callable[[str], Draft], draft: Draft, answer: Answer, *, far: bool) -> None:
    """Write the status as a number, and the one that a REST API assumes."""
    if answer.sort == "display" and "statusCode" not in answer.held.certain:
        if not far:
            answer_sentences.NO_STATUS.on(draft, answer.node, remedy=_ADD_STATUS, mended=True, fails=True)
        draft.put(answer.node, lambda old: _first(old, "statusCode", cst.Integer("200")), neutral=True)
    for part in answer.held.parts.get("statusCode", ()):
        if dotted(part.node) == "None":
            _say_no_status(draft, answer, far=far)
        number = literal(part.node)
        if number is not None and text(number).isdigit():
            draft_of(part.module.name).put(part.node, _number(text(number)), neutral=True)


def _first(node: cst.CSTNode, key: str, value: cst.BaseExpression) -> cst.Dict:
    assert isinstance(node, cst.Dict)
    return with_entry(node, key, value, before=key_of(node.elements[0]) if node.elements else None)


def _number(digits: str) -> Callable[[cst.CSTNode], cst.CSTNode]:
    return lambda _: cst.Integer(digits)


def _lists(draft: Draft, answer: Answer) -> bool:
    """Whether headers with several values are not there, or were written for format 2.0."""
    found, keys = entries(answer.node) or {}, answer.held.parts.keys()
    if answer.sort == "assembled" and keys & {"multiValueHeaders", "cookies"}:
        answer_sentences.RESPONSE_UNKNOWN.on(
            draft, answer.node, "`multiValueHeaders`, which format 2.0 ignores, is not written out in it"
        )
        return False
    if "multiValueHeaders" in answer.added:
        unproven(draft, answer, "`multiValueHeaders`, which format 2.0 ignores, is set later")
        return False
    return "multiValueHeaders" not in found or _spread(draft, answer, found)


def _spread(draft: Draft, answer: Answer, found: dict[str, cst.DictElement]) -> bool:
    """Write ``multiValueHeaders`` as ``cookies`` and joined ``headers``; whether that was proven."""
    several = entries(found["multiValueHeaders"].value)
    single = entries(found["headers"].value) if "headers" in found else {}
    if several is None or single is None or "headers" in answer.added or "cookies" in answer.held.parts:
        unproven(draft, answer, "`multiValueHeaders`, which format 2.0 ignores, is not written out as a dict of lists")
        return False
    if {name.lower() for name in several} & {name.lower() for name in single}:
        unproven(draft, answer, "a header stands both in `headers` and in `multiValueHeaders`")
        return False
    if any(isinstance(node, (cst.Await, cst.NamedExpr, cst.Yield)) for node in walk(answer.node)):
        unproven(draft, answer, "`multiValueHeaders` is put together with side effects")
        return False
    draft.put(answer.node, _joined)
    return True


def _joined(node: cst.CSTNode) -> cst.Dict:
    assert isinstance(node, cst.Dict)
    found = entries(node) or {}
    several = entries(found["multiValueHeaders"].value) or {}
    quote = quote_of(node)
    cookies = [element.value for name, element in several.items() if name.lower() == "set-cookie"]
    others = [(name, _one(element.value, quote)) for name, element in several.items() if name.lower() != "set-cookie"]
    if others and "headers" in found:
        headers = found["headers"].value
        for name, value in others:
            headers = with_entry(headers, name, value)
        node = renamed(node, "headers", "headers", headers)
    if cookies:
        made = renamed(node, "multiValueHeaders", "cookies", cookies[0])
        return (
            with_entry(made, "headers", display(others, quote), before="cookies")
            if others and "headers" not in found
            else made
        )
    if others and "headers" not in found:
        listed = as_dict(found["multiValueHeaders"].value)
        kept = [e.with_changes(value=_one(e.value, quote)) for e in listed.elements if isinstance(e, cst.DictElement)]
        return renamed(node, "multiValueHeaders", "headers", listed.with_changes(elements=kept))
    return without(node, "multiValueHeaders")


def _one(value: cst.BaseExpression, quote: str) -> cst.BaseExpression:
    """A list of values as the one text that stands for it."""
    if (
        isinstance(value, (cst.List, cst.Tuple))
        and len(value.elements) == 1
        and isinstance(value.elements[0], cst.Element)
    ):
        return value.elements[0].value
    return cst.Call(func=cst.Attribute(value=string(", ", quote), attr=cst.Name("join")), args=[cst.Arg(value)])
