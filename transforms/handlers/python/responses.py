"""Responses: what a REST API takes from a function and what an HTTP API takes.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import libcst as cst

from migrator.facts import RouteFacts
from migrator.findings import Level

from .. import codes
from .code import assigned, counted, literal, walk
from .displays import display, entries, key_of, quote_of, renamed, string, with_entry, without
from .draft import Draft
from .program import Program, only_read
from .provenance import text
from .reached import lacks
from .returned import Answer, answers, falls_through, generator, statements

JSON: Final = "application/json"


def unproven(draft: Draft, answer: Answer, reason: str, level: Level | None = None) -> None:
    draft.say(
        codes.RESPONSE,
        answer.node,
        f"What is answered here cannot be told from the code: {reason}.",
        "Return a dict with `statusCode`, `headers` and `body`, written out or made by one function of this package.",
        level,
    )


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
            codes.RESPONSE,
            function.name,
            f"`{function.name.value}` yields in place of returning.",
            "Return the response.",
        )
        return
    if falls_through(function.body):
        draft.say(
            codes.RESPONSE,
            function.name,
            f"`{function.name.value}` may end without a value. A REST API answers 502 to that, format 2.0 makes it 200 with the body `null`.",
            "Return a response on every way through the function.",
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
            elif answer.sort == "unknown":
                unproven(owner, answer, "it is made in a way that is not followed")
            else:
                unproven(
                    owner, answer, "a REST API answers 502 to it, format 2.0 takes any value as a body", Level.WARNING
                )


def _refused_key(draft: Draft, answer: Answer) -> None:
    """Report a key of an answer for which a REST API refused it as a whole."""
    extra = sorted(answer.keys - REST_KEYS - {"base64Encoded", "cookies"})
    if extra and not refused(answer):
        draft.say(codes.RESPONSE, answer.node, codes.refused_key(extra[0]), codes.REFUSED_KEY_HELP, Level.WARNING)


REST_KEYS: Final = frozenset({"statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"})
"""What a REST API takes of an answer; it answers 502 where there is anything else."""


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
        unproven(draft, answer, f"`{twice}` is sent twice by different spellings, of which an HTTP API sends one")
        return
    if lacks(answer, "statusCode"):
        draft.put(node, lambda old: _first(old, "statusCode", cst.Integer("200")), neutral=True)
    _status(draft, answer, found)
    _content_type(program, draft, answer, found)
    cors_headers(draft, answer, facts)
    encoded = found.get("isBase64Encoded")
    if encoded and not facts.binary and not false(encoded.value):
        draft.say(
            codes.BINARY,
            encoded,
            "A REST API without binary media types sent this body to clients as base64 text; an HTTP API decodes it.",
            "Check that clients expect the decoded body.",
            Level.WARNING,
        )


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


def _content_type(program: Program, draft: Draft, answer: Answer, found: dict[str, cst.DictElement]) -> None:
    """Write out the content type that a REST API adds: what format 2.0 adds is not documented."""
    if "body" not in answer.keys or "content-type" in {name.lower() for name in answer.headers}:
        return
    if "headers" in answer.added:
        if not _typed(answer.added["headers"]):
            _uncertain_type(draft, answer)
        return
    if any(_typed(found[key].value) for key in ("headers", "multiValueHeaders") if key in found):
        return
    if "headers" not in found or isinstance(found["headers"].value, cst.Dict):
        if "headers" in found and entries(found["headers"].value) is None:
            if not _typed_within(draft, answer, found["headers"].value):
                _uncertain_type(draft, answer)
            return
        draft.put(answer.node, _with_type, neutral=True)
        return
    if _typed_within(draft, answer, found["headers"].value):
        return
    headers = _held(draft, answer, found["headers"].value)
    if headers is None:
        made = answers(program, answer.module, answer.function, found["headers"].value) if answer.function else []
        if not made or not all(one.sort == "display" and _typed(one.node) for one in made):
            _uncertain_type(draft, answer)
    elif not _typed(headers) and headers not in draft.edits:
        draft.put(headers, lambda old: _typed_now(old, quote_of(as_dict(answer.node))), neutral=True)


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


def _held(draft: Draft, answer: Answer, value: cst.BaseExpression) -> cst.Dict | None:
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
    return given[0] if only_read(draft.module, scope, value.value) else None


def _typed(node: cst.BaseExpression) -> bool:
    return "content-type" in {name.lower() for name in entries(node) or {}}


def has_type(draft: Draft, answer: Answer) -> bool:
    """Whether an answer has a content type, or headers of which that cannot be told."""
    if "content-type" in {name.lower() for name in answer.headers} or "headers" in answer.added:
        return True
    given = (entries(answer.node) or {}).get("headers")
    if given is None:
        return False
    held = _held(draft, answer, given.value)
    return held is None or _typed(held)


def _typed_within(draft: Draft, answer: Answer, node: cst.BaseExpression) -> bool:
    """Whether headers that are put together hold a content type, whatever else they hold: ``{**BASE, ...}`` or ``BASE | {...}``."""
    match node:
        case cst.Dict(elements=elements):
            named = [key_of(each) or "" for each in elements]
            spread = [each.value for each in elements if isinstance(each, cst.StarredDictElement)]
            return "content-type" in [name.lower() for name in named] or any(
                _typed_within(draft, answer, each) for each in spread
            )
        case cst.BinaryOperation(left=left, operator=cst.BitOr(), right=right):
            return _typed_within(draft, answer, left) or _typed_within(draft, answer, right)
        case cst.Name():
            held = _held(draft, answer, node)
            return held is not None and _typed(held)
    return False


def _uncertain_type(draft: Draft, answer: Answer) -> None:
    draft.say(
        codes.CONTENT_TYPE,
        answer.node,
        "Whether this response has a content type cannot be told. A REST API adds `application/json` where there is none; an HTTP API "
        "need not.",
        codes.CONTENT_TYPE.remedy,
    )


def cors_headers(draft: Draft, answer: Answer, facts: RouteFacts) -> None:
    """R13: CORS headers that the API does not let through."""
    found = entries(answer.node) or {}
    held = _held(draft, answer, found["headers"].value) if "headers" in found else None
    values = entries(held) or {} if held is not None else {}
    same = {name for name, entry in values.items() if facts.origin is not None and _says(entry.value, facts.origin)}
    effective = [name for name in (*values, *answer.headers) if name.lower() in EFFECTIVE]
    sent = next((name for name in effective if name.lower() != "access-control-allow-origin" or name not in same), None)
    if facts.cors and sent is not None:
        draft.say(
            codes.CORS_IGNORED,
            answer.node,
            f"The response sends `{sent}`. The API sets the CORS headers itself now and ignores those of the function.",
            "Compare it with `CorsConfiguration` and copy what is missing; you can remove the headers then.",
        )


def in_force(draft: Draft, answer: Answer, facts: RouteFacts) -> None:
    """Report an origin that an HTTP API with CORS settings ignores, and that browsers see behind a REST API."""
    found = entries(answer.node) or {}
    held = _held(draft, answer, found["headers"].value) if "headers" in found else None
    values = {name.lower(): entry for name, entry in (entries(held) or {} if held is not None else {}).items()}
    entry = values.get("access-control-allow-origin")
    if not facts.cors or (entry is None and "access-control-allow-origin" not in {n.lower() for n in answer.headers}):
        return
    if entry is not None and facts.origin is not None and _says(entry.value, facts.origin):
        return
    draft.say(
        codes.CORS_IN_FORCE,
        entry if entry is not None else answer.node,
        "The response sends `Access-Control-Allow-Origin`. The HTTP API ignored it and sent the origins of its settings; behind a REST API browsers see it, "
        "and it is not the one origin of those settings.",
        codes.CORS_IN_FORCE.remedy,
    )


EFFECTIVE = frozenset(f"access-control-{name}" for name in ("allow-origin", "allow-credentials", "expose-headers"))
"""CORS headers that count on a response; the others count in answers to preflight requests only."""


def _says(node: cst.BaseExpression, text: str) -> bool:
    return isinstance(node, cst.SimpleString) and node.evaluated_value == text


def spelled_twice(draft: Draft, answer: Answer) -> str | None:
    """A header that is there twice, in different case: a REST API sends both."""
    found = entries(answer.node) or {}
    held = _held(draft, answer, found["headers"].value) if "headers" in found else None
    names = sorted({*(entries(held) or {} if held is not None else {}), *answer.headers})
    seen = {name.lower(): name for name in names}
    return next((name for name in names if seen[name.lower()] != name), None)


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
            if answer.sort != "display" or id(answer.node) in known:
                continue
            cors_headers(owner, answer, facts)
            _refused_key(owner, answer)
            if (twice := spelled_twice(owner, answer)) is not None:
                unproven(
                    owner,
                    answer,
                    f"`{twice}` is sent twice by different spellings, of which an HTTP API sends one",
                    Level.WARNING,
                )
            if lacks(answer, "statusCode") and not refused(answer):
                owner.say(
                    codes.STATUS,
                    answer.node,
                    "The response has no `statusCode`. A REST API answers 200 then, an HTTP API 500.",
                    'Add `"statusCode": 200`.',
                    mended=True,
                    fails=True,
                )
                if answer.node not in owner.edits:
                    owner.put(answer.node, lambda old: _first(old, "statusCode", cst.Integer("200")), neutral=True)
            _status(owner, answer, entries(answer.node) or {})
