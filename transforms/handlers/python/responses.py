"""Responses: what a REST API takes from a function and what an HTTP API takes.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from migrator.facts import RouteFacts
from migrator.findings import Level

from .. import answer_codes, sentences
from . import assembled_answers
from .assembled_answers import REST_KEYS
from .displays import display, entries, quote_of, renamed, string, with_entry, without
from .draft import Draft
from .endings import falls_through, generator, statements
from .program import Program
from .reached import lacks
from .response_headers import as_dict, content_type, cors_headers, spelled_twice
from .returned import Answer, answers
from .sites import text
from .trees import literal, walk


def unproven(draft: Draft, answer: Answer, reason: str, level: Level | None = None) -> None:
    sentences.RESPONSE_UNKNOWN.on(draft, answer.node, reason, remedy=sentences.RETURN_DICT, level=level)


def to_v2(
    draft_of: Callable[[str], Draft],
    program: Program,
    draft: Draft,
    function: cst.FunctionDef,
    facts: RouteFacts,
    known: frozenset[int] = frozenset(),
) -> None:
    """R11 and R12: cookies and headers with several values, the status as a number, the content type that REST APIs add."""
    if generator(function):
        draft.say(
            answer_codes.RESPONSE,
            function.name,
            f"`{function.name.value}` yields in place of returning.",
            "Return the response.",
        )
        return
    if falls_through(function.body):
        draft.say(
            answer_codes.RESPONSE,
            function.name,
            f"`{function.name.value}` may end without a value. A REST API answers 502 to that, format 2.0 makes it 200 with the body `null`.",
            sentences.EVERY_WAY,
            Level.WARNING,
        )
    done: set[int] = set()
    for statement in statements(function):
        for answer in answers(program, draft.module, function, statement.value):
            if id(answer.node) in done or id(answer.node) in known:
                continue
            done.add(id(answer.node))
            owner = draft_of(answer.module.name)
            if answer.sort == "display" and refused(answer):
                unproven(
                    owner,
                    answer,
                    "it has no `statusCode` and keys of its own; a REST API answers 502 to it, format 2.0 makes it the body of a 200",
                    Level.WARNING,
                )
            elif answer.sort == "display":
                _display_to_v2(program, owner, answer, facts)
            elif answer.sort == "assembled":
                assembled_answers.to_http(program, owner, answer, facts)
                _status_numbers(draft_of, answer)
            elif answer.sort == "unknown":
                unproven(owner, answer, sentences.MADE_ELSEWHERE)
            else:
                unproven(owner, answer, sentences.NO_RESPONSE, Level.WARNING)


def _refused_key(draft: Draft, answer: Answer) -> None:
    """Report a key of an answer for which a REST API refused it as a whole."""
    extra = sorted(answer.keys - REST_KEYS - {"base64Encoded", "cookies"})
    if extra and not refused(answer):
        sentences.REFUSED_KEY.on(draft, answer.node, extra[0])


def refused(answer: Answer) -> bool:
    """Whether a REST API answers 502 to a dict that says no status either."""
    return "statusCode" not in answer.keys and bool(answer.keys - REST_KEYS - {"base64Encoded"})


def _display_to_v2(program: Program, draft: Draft, answer: Answer, facts: RouteFacts) -> None:
    node, found = answer.node, entries(answer.node) or {}
    _refused_key(draft, answer)
    if "multiValueHeaders" in answer.added:
        unproven(draft, answer, "`multiValueHeaders`, which format 2.0 ignores, is set later")
        return
    if "multiValueHeaders" in found and not _spread(draft, answer, found):
        return
    if (twice := spelled_twice(draft, answer)) is not None:
        unproven(draft, answer, sentences.SENT_TWICE.format(twice))
        return
    if lacks(answer, "statusCode"):
        draft.put(node, lambda old: _first(old, "statusCode", cst.Integer("200")), neutral=True)
    _status(draft, answer, found)
    content_type(program, draft, answer, found)
    cors_headers(draft, answer, facts)
    _decoded(draft, found, facts)


def _decoded(draft: Draft, found: dict[str, cst.DictElement], facts: RouteFacts) -> None:
    """Report a body that an HTTP API decodes and a REST API without binary media types did not."""
    encoded = found.get("isBase64Encoded")
    if encoded and not facts.binary and not false(encoded.value):
        sentences.BODY_DECODED.on(draft, encoded)


def false(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.Name) and node.value == "False"


def _first(node: cst.CSTNode, key: str, value: cst.BaseExpression) -> cst.Dict:
    from .displays import key_of

    assert isinstance(node, cst.Dict)
    return with_entry(node, key, value, before=key_of(node.elements[0]) if node.elements else None)


def _status(draft: Draft, answer: Answer, found: dict[str, cst.DictElement]) -> None:
    for value in [
        *([found["statusCode"].value] if "statusCode" in found else []),
        *(v for k, v in answer.added.items() if k == "statusCode"),
    ]:
        number = literal(value)
        if number and text(number).isdigit():
            draft.put(value, _number(text(number)), neutral=True)


def _status_numbers(draft_of: Callable[[str], Draft], answer: Answer) -> None:
    for name, node, digits in assembled_answers.status_texts(answer):
        draft_of(name).put(node, _number(digits), neutral=True)


def _number(digits: str) -> Callable[[cst.CSTNode], cst.CSTNode]:
    return lambda _: cst.Integer(digits)


def _spread(draft: Draft, answer: Answer, found: dict[str, cst.DictElement]) -> bool:
    """Write ``multiValueHeaders`` as ``cookies`` and joined ``headers``; whether that was proven."""
    several = entries(found["multiValueHeaders"].value)
    single = entries(found["headers"].value) if "headers" in found else {}
    if several is None or single is None or "headers" in answer.added or "cookies" in answer.keys:
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
            headers = _last(headers, name, value)
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


def _last(node: cst.BaseExpression, key: str, value: cst.BaseExpression) -> cst.Dict:
    return with_entry(node, key, value)


def _one(value: cst.BaseExpression, quote: str) -> cst.BaseExpression:
    """A list of values as the one text that stands for it."""
    if (
        isinstance(value, (cst.List, cst.Tuple))
        and len(value.elements) == 1
        and isinstance(value.elements[0], cst.Element)
    ):
        return value.elements[0].value
    return cst.Call(func=cst.Attribute(value=string(", ", quote), attr=cst.Name("join")), args=[cst.Arg(value)])


def to_v1(
    draft_of: Callable[[str], Draft],
    program: Program,
    draft: Draft,
    function: cst.FunctionDef,
    facts: RouteFacts,
    known: frozenset[int] = frozenset(),
) -> None:
    """Say what format 1.0 does not take, and add the status where it is missing."""
    for statement in statements(function):
        for answer in answers(program, draft.module, function, statement.value):
            owner = draft_of(answer.module.name)
            if id(answer.node) in known:
                continue
            if answer.sort == "assembled":
                assembled_answers.to_http(program, owner, answer, facts)
                _status_numbers(draft_of, answer)
            elif answer.sort == "unknown":
                sentences.STATUS_UNKNOWN.on(owner, answer.node)
            if answer.sort != "display":
                continue
            cors_headers(owner, answer, facts)
            _refused_key(owner, answer)
            _decoded(owner, entries(answer.node) or {}, facts)
            if (twice := spelled_twice(owner, answer)) is not None:
                unproven(
                    owner,
                    answer,
                    sentences.SENT_TWICE.format(twice),
                    Level.WARNING,
                )
            if lacks(answer, "statusCode") and not refused(answer):
                sentences.NO_STATUS.on(owner, answer.node, remedy='Add `"statusCode": 200`.', mended=True, fails=True)
                if answer.node not in owner.edits:
                    owner.put(answer.node, lambda old: _first(old, "statusCode", cst.Integer("200")), neutral=True)
            _status(owner, answer, entries(answer.node) or {})
