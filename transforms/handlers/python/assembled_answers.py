"""Responses that are put together of several dicts: nothing of them is written anew, so that they have to be right as they are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Final

import libcst as cst

from migrator.facts import RouteFacts
from migrator.findings import Level

from .. import sentences
from ..cors import CORS_HEADERS
from .assembled import Assembled, Assembler, DictValue
from .draft import Draft
from .program import Program
from .returned import Answer
from .sites import text
from .texts import BodyTexts
from .trees import assigned, counted, dotted, literal, taken

REST_KEYS: Final = frozenset({"statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"})
"""What a REST API takes of an answer; it answers 502 where there is anything else."""


def handed_on(program: Program, answer: Answer, calls: Collection[int], facts: RouteFacts) -> bool:
    """Whether an answer of a decorator is that of the handler, with no more than headers or another body put into it.

    Arguments:
        program: the files.
        answer: the answer of the decorator.
        calls: ids of its calls of the handler.
        facts: what the template says: a REST API takes nothing but texts.
    """
    name, function = dotted(answer.node), answer.function
    if answer.sort != "unknown" or function is None or not isinstance(answer.node, cst.Name):
        return False
    values = list(assigned(function, name))
    if len(values) != 1 or id(values[0]) not in calls or counted(function).get(name) != 1:
        return False
    changes = Assembler(program).changes(DictValue(answer.module, function, answer.node), function, name)
    for change, _ in changes or ():
        replaced = [part.node for part in change.parts.get("headers", ())]
        if change.parts.keys() - {"headers", "body"} or change.inner.keys() - {"headers"}:
            return False
        if not all(_keeps_headers(each, name) for each in replaced):
            return False
        put = [part.node for _, part in change.inner.get("headers", ())]
        written = all(isinstance(each, (cst.SimpleString, cst.FormattedString)) for each in put)
        if facts.after == "rest" and (change.parts or not written):
            return False
    return changes is not None


def _keeps_headers(node: cst.BaseExpression, name: str) -> bool:
    """Whether headers are those of an answer with others beside: ``{**answer.get("headers", {}), ...}``."""
    first = node.elements[0] if isinstance(node, cst.Dict) and node.elements else None
    value = first.value if isinstance(first, cst.StarredDictElement) else None
    if isinstance(value, cst.BooleanOperation):
        value = value.left
    found = taken(value) if value is not None else None
    return found is not None and dotted(found[0]) == name and text(found[1]) == "headers"


def to_http(program: Program, draft: Draft, answer: Answer, facts: RouteFacts) -> None:
    """Report what an HTTP API does not take as a REST API did."""
    made = answer.made or Assembled()
    extra = sorted(made.parts.keys() - REST_KEYS - {"base64Encoded", "cookies"})
    far = facts.after == "2.0"
    if "statusCode" not in made.certain:
        if far:
            sentences.RESPONSE_UNKNOWN.on(draft, answer.node, sentences.NO_STATUS_KNOWN)
            return
        missing = "statusCode" not in made.parts and not extra
        said = sentences.NO_STATUS if missing else sentences.STATUS_UNKNOWN
        said.on(draft, answer.node, remedy='Add `"statusCode": 200`.', fails=missing)
    if extra:
        sentences.REFUSED_KEY.on(draft, answer.node, extra[0])
    if far and made.parts.keys() & {"multiValueHeaders", "cookies"}:
        sentences.RESPONSE_UNKNOWN.on(
            draft, answer.node, "`multiValueHeaders`, which format 2.0 ignores, is not written out in it"
        )
        return
    headers = _headers(program, made)
    names = [name for held in headers or () for name, _ in _named(held)]
    names += [name for name, _ in made.inner.get("headers", ())]
    if (twice := next((n for n in names if any(n != o and n.lower() == o.lower() for o in names)), None)) is not None:
        sentences.RESPONSE_UNKNOWN.on(draft, answer.node, sentences.SENT_TWICE.format(twice))
    if far and "body" in made.parts and not _typed(made, headers):
        sentences.TYPE_UNKNOWN.on(draft, answer.node)
    sent = next((name for name in names if name.lower() in CORS_HEADERS), None)
    if facts.cors and sent is not None:
        sentences.CORS_OF_THE_API.on(draft, answer.node, sent)
    encoded = [part.node for part in made.parts.get("isBase64Encoded", ())]
    if not facts.binary and any(not (isinstance(n, cst.Name) and n.value == "False") for n in encoded):
        sentences.BODY_DECODED.on(draft, answer.node)


def status_texts(answer: Answer) -> Iterator[tuple[str, cst.BaseExpression, str]]:
    """Statuses that are written as texts, each with its file and its digits."""
    for part in (answer.made or Assembled()).parts.get("statusCode", ()):
        number = literal(part.node)
        if number is not None and text(number).isdigit():
            yield part.module.name, part.node, text(number)


def to_rest(
    program: Program,
    draft_of: Callable[[str], Draft],
    texts: BodyTexts,
    answer: Answer,
    facts: RouteFacts,
) -> bool:
    """Report what a REST API does not take; whether it is a response at all.

    Arguments:
        program: the files.
        draft_of: the draft of a file.
        texts: what is known of expressions.
        answer: the answer.
        facts: what the template says.
    """
    made, draft = answer.made or Assembled(), draft_of(answer.module.name)
    if "statusCode" not in made.certain:
        return False
    extra = sorted(made.parts.keys() - REST_KEYS)
    if extra:
        sentences.RESPONSE_UNKNOWN.on(
            draft, answer.node, f"it may have the key `{extra[0]}`, to which a REST API answers 502"
        )
        return True
    headers = _headers(program, made)
    if facts.before == "2.0":
        for part in made.parts.get("body", ()):
            _body(draft_of(part.module.name), texts, part)
        if "body" in made.parts and not _typed(made, headers):
            sentences.NO_TYPE_TO_REST.on(draft, answer.node)
    inner = list(made.inner.get("headers", ()))
    for name, part in [*(pair for held in headers or () for pair in _named(held)), *inner]:
        truth = isinstance(part.node, cst.Name) and part.node.value in ("True", "False")
        if not truth and texts.sort_of(part.module, part.function, part.node) == "value":
            sentences.HEADER_NO_TEXT.on(draft_of(part.module.name), part.node, name, level=Level.WARNING)
        elif texts.may_be_null(part.module, part.function, part.node):
            sentences.HEADER_NULL.on(draft_of(part.module.name), part.node, name)
    encoded = [part.node for part in made.parts.get("isBase64Encoded", ())]
    if not facts.binary and any(not (isinstance(n, cst.Name) and n.value == "False") for n in encoded):
        sentences.BODY_STAYS_ENCODED.on(draft, answer.node)
    return True


def _body(draft: Draft, texts: BodyTexts, part: DictValue) -> None:
    sort = texts.sort_of(part.module, part.function, part.node)
    if sort == "value" and part.node not in draft.edits:
        draft.imports.add(("json", None))
        draft.put(part.node, _dumped)
    elif sort == "unknown":
        sentences.BODY_UNKNOWN.on(draft, part.node)


def _dumped(node: cst.CSTNode) -> cst.BaseExpression:
    assert isinstance(node, cst.BaseExpression)
    return cst.Call(func=cst.Attribute(value=cst.Name("json"), attr=cst.Name("dumps")), args=[cst.Arg(node)])


def _headers(program: Program, made: Assembled) -> list[Assembled] | None:
    """What the headers hold, on every way; None where that cannot be told."""
    found = [Assembler(program).of(part) for part in made.parts.get("headers", ())]
    known = [each for each in found if each is not None]
    return known if len(known) == len(found) else None


def _named(held: Assembled) -> Iterator[tuple[str, DictValue]]:
    for name, parts in held.parts.items():
        yield from ((name, part) for part in parts)


def _typed(made: Assembled, headers: list[Assembled] | None) -> bool:
    """Whether there is a content type on every way."""
    if any(name.lower() == "content-type" for name, _ in made.inner.get("headers", ())):
        return True
    if not headers or "headers" not in made.certain:
        return False
    return all("content-type" in {name.lower() for name in held.certain} for held in headers)
