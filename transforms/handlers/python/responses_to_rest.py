"""Responses on the way to a REST API, which takes nothing but a dict with its own keys.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import libcst as cst

from migrator.facts import RouteFacts
from migrator.findings import Level

from .. import answer_codes, sentences
from . import assembled_answers
from .assembled_answers import REST_KEYS
from .displays import display, entries, quote_of, renamed, string, without
from .draft import Draft
from .endings import falls_through, generator, statements
from .program import Program
from .reached import lacks
from .response_headers import JSON, as_dict, has_type, held, in_force
from .responses import false, unproven
from .returned import Answer, answers
from .sites import text
from .texts import BodyTexts
from .trees import assigned, dotted, literal, walk

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
            sentences.EVERY_WAY,
        )
    done: set[int] = set()
    texts = BodyTexts(program, draft.module.name, fields)
    for statement in statements(function):
        found = [one for one in answers(program, draft.module, function, statement.value) if id(one.node) not in known]
        if not found:
            continue
        sorts = {_sort(answer) for answer in found}
        if sorts == {"envelope"}:
            for answer in found:
                if answer.sort == "assembled":
                    assembled_answers.to_rest(program, draft_of, texts, answer, facts)
                elif id(answer.node) not in done:
                    done.add(id(answer.node))
                    owner = draft_of(answer.module.name)
                    _display_to_rest(owner, answer, facts)
                    _values_to_rest(texts, owner, answer, facts)
                    in_force(owner, answer, facts)
        elif sorts in ({"text"}, {"value"}) and statement.value is not None:
            _wrap(draft, statement.value, dumps=sorts == {"value"})
        else:
            bad = next((answer for answer in found if _sort(answer) == "unknown"), found[0] if found else None)
            where = draft_of(bad.module.name) if bad else draft
            node = bad.node if bad else statement
            where.say(
                answer_codes.RESPONSE,
                node,
                "What is answered here cannot be told from the code. An HTTP API takes any value as the body of a response; a REST API "
                "answers 502 unless it is a dict with `statusCode` and no other keys than its own.",
                sentences.RETURN_DICT,
            )


def _sort(answer: Answer) -> str:
    if answer.sort == "display":
        if not lacks(answer, "statusCode"):
            return "envelope"
        return "unknown" if "statusCode" in answer.added else "value"
    if answer.made is not None:
        return "envelope" if "statusCode" in answer.made.certain else "unknown"
    return answer.sort


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


def _display_to_rest(draft: Draft, answer: Answer, facts: RouteFacts) -> None:
    node, found = answer.node, entries(answer.node) or {}
    if node in draft.edits:
        return
    if "multiValueHeaders" in answer.keys and "cookies" in answer.keys:
        unproven(
            draft,
            answer,
            sentences.BOTH_LISTS,
        )
        return
    extra = answer.keys - REST_KEYS - {"cookies"}
    if "cookies" in answer.added or extra & set(answer.added):
        unproven(draft, answer, "a key that a REST API does not take is set later")
        return
    for key in sorted(extra):
        if not isinstance(found[key].value, PURE):
            unproven(draft, answer, f"`{key}`, to which a REST API answers 502, is worked out where it stands")
            return
        draft.put(node, lambda old, name=key: without(old, name))  # type: ignore[misc]
    if "cookies" in found:
        draft.put(node, _cookies_to_rest)
    if "body" in answer.keys and not has_type(draft, answer):
        sentences.NO_TYPE_TO_REST.on(draft, node)
    encoded = found.get("isBase64Encoded")
    if encoded and not facts.binary and not false(encoded.value):
        sentences.BODY_STAYS_ENCODED.on(draft, encoded)


def _cookies_to_rest(node: cst.CSTNode) -> cst.Dict:
    value = (entries(node) or {})["cookies"].value
    assert isinstance(node, cst.Dict)
    return renamed(node, "cookies", "multiValueHeaders", display([("Set-Cookie", value)], quote_of(node)))


def _values_to_rest(texts: BodyTexts, draft: Draft, answer: Answer, facts: RouteFacts) -> None:
    """A body and header values are texts for a REST API; format 2.0 makes JSON of other bodies."""
    found = entries(answer.node) or {}
    for body in [
        *([found["body"].value] if "body" in found else []),
        *(v for k, v in answer.added.items() if k == "body"),
    ]:
        sort = texts.sort_of(answer.module, answer.function, body) if facts.before == "2.0" else "text"
        if sort == "value" and body not in draft.edits:
            draft.imports.add(("json", None))
            draft.put(body, lambda old: _dumped(old) if isinstance(old, cst.BaseExpression) else old)
        elif sort == "unknown":
            sentences.BODY_UNKNOWN.on(draft, body)
    given = _display_of(draft, answer, found["headers"].value) if "headers" in found else None
    written = {name: element.value for name, element in (entries(given) or {}).items()} if given is not None else {}
    later = _put_later(answer, found["headers"].value) if "headers" in found else []
    for name, value in (*written.items(), *answer.headers.items(), *later):
        if isinstance(value, (cst.Integer, cst.Float)):
            quote = quote_of(given if given is not None else as_dict(answer.node))
            if value not in draft.edits:
                draft.put(value, lambda old, q=quote: string(cst.Module([]).code_for_node(old), q))  # type: ignore[misc]
        elif not _is_truth(value) and texts.sort_of(answer.module, answer.function, value) == "value":
            sentences.HEADER_NO_TEXT.on(draft, value, name, level=Level.WARNING)
        elif texts.may_be_null(answer.module, answer.function, value):
            sentences.HEADER_NULL.on(draft, value, name)


def _display_of(draft: Draft, answer: Answer, node: cst.BaseExpression) -> cst.Dict | None:
    """The display that headers are, or begin as."""
    made = list(assigned(answer.function, dotted(node))) if answer.function is not None and dotted(node) else []
    begun = made[0] if len(made) == 1 and isinstance(made[0], cst.Dict) else None
    return held(draft, answer, node) or begun


def _put_later(answer: Answer, node: cst.BaseExpression) -> list[tuple[str, cst.BaseExpression]]:
    """Headers that are put into a dict of their own by ``headers["name"] = value``."""
    found = []
    for part in walk(answer.function) if isinstance(node, cst.Name) and answer.function is not None else ():
        match part:
            case cst.Assign(
                targets=[
                    cst.AssignTarget(
                        target=cst.Subscript(
                            value=cst.Name(value=name), slice=[cst.SubscriptElement(slice=cst.Index(value=key))]
                        )
                    )
                ],
                value=value,
            ) if name == dotted(node) and (said := literal(key)) is not None:
                found.append((text(said), value))
    return found


def _is_truth(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.Name) and node.value in ("True", "False")


def from_v1(
    draft_of: Callable[[str], Draft], program: Program, draft: Draft, function: cst.FunctionDef, facts: RouteFacts
) -> None:
    """Take keys out to which a REST API answers 502 and which format 1.0 ignores."""
    texts = BodyTexts(program, draft.module.name, frozenset())
    for statement in statements(function):
        for answer in answers(program, draft.module, function, statement.value):
            owner, found = draft_of(answer.module.name), entries(answer.node) or {}
            extra = answer.keys - REST_KEYS
            if answer.sort == "assembled":
                assembled_answers.to_rest(program, draft_of, texts, answer, facts)
            elif answer.sort == "unknown":
                unproven(owner, answer, "a REST API answers 502 to keys that are none of its own", Level.WARNING)
            if answer.sort != "display" or answer.node in owner.edits:
                continue
            if lacks(answer, "statusCode"):
                sentences.NO_STATUS.on(owner, answer.node, remedy='Add `"statusCode": 200`.', level=Level.WARNING)
                continue
            if extra & set(answer.added) or not all(isinstance(found[key].value, PURE) for key in extra):
                unproven(owner, answer, "a key to which a REST API answers 502 is worked out or set later")
                continue
            for key in sorted(extra):
                owner.put(answer.node, lambda old, name=key: without(old, name))  # type: ignore[misc]
            _values_to_rest(texts, owner, answer, facts)
            in_force(owner, answer, facts)
