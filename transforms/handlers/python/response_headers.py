"""Headers of responses: their content type, and the CORS headers that an API sends or lets through."""

from __future__ import annotations

from typing import Final

import libcst as cst

from migrator.facts import RouteFacts

from .. import sentences
from ..cors import CORS_HEADERS
from .displays import display, entries, key_of, quote_of, renamed, string, with_entry
from .draft import Draft
from .program import Program, only_read
from .returned import Answer, answers
from .trees import assigned, counted, dotted

JSON: Final = "application/json"


def content_type(program: Program, draft: Draft, answer: Answer, found: dict[str, cst.DictElement]) -> None:
    """Write out the content type that a REST API adds: what format 2.0 adds is not documented."""
    if "body" not in answer.keys or "content-type" in {name.lower() for name in answer.headers}:
        return
    if "body" in found and "body" not in answer.added and dotted(found["body"].value) == "None":
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
    headers = held(draft, answer, found["headers"].value)
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


def held(draft: Draft, answer: Answer, value: cst.BaseExpression) -> cst.Dict | None:
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
    found = held(draft, answer, given.value)
    return found is None or _typed(found)


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
            found = held(draft, answer, node)
            return found is not None and _typed(found)
    return False


def _uncertain_type(draft: Draft, answer: Answer) -> None:
    sentences.TYPE_UNKNOWN.on(draft, answer.node)


def cors_headers(draft: Draft, answer: Answer, facts: RouteFacts) -> None:
    """R13: CORS headers that the API does not let through."""
    found = entries(answer.node) or {}
    given = held(draft, answer, found["headers"].value) if "headers" in found else None
    values = entries(given) or {} if given is not None else {}
    same = {name for name, entry in values.items() if facts.origin is not None and _says(entry.value, facts.origin)}
    effective = [name for name in (*values, *answer.headers) if name.lower() in CORS_HEADERS]
    sent = next((name for name in effective if name.lower() != "access-control-allow-origin" or name not in same), None)
    if facts.cors and sent is not None:
        sentences.CORS_OF_THE_API.on(draft, answer.node, sent)


def in_force(draft: Draft, answer: Answer, facts: RouteFacts) -> None:
    """Report an origin that an HTTP API with CORS settings ignores, and that browsers see behind a REST API."""
    found = entries(answer.node) or {}
    given = held(draft, answer, found["headers"].value) if "headers" in found else None
    values = {name.lower(): entry for name, entry in (entries(given) or {} if given is not None else {}).items()}
    entry = values.get("access-control-allow-origin")
    if not facts.cors or (entry is None and "access-control-allow-origin" not in {n.lower() for n in answer.headers}):
        return
    if entry is not None and facts.origin is not None and _says(entry.value, facts.origin):
        return
    node = entry if entry is not None else answer.node
    sentences.CORS_HEADER_IN_FORCE.on(draft, node, "Access-Control-Allow-Origin")


def _says(node: cst.BaseExpression, text: str) -> bool:
    return isinstance(node, cst.SimpleString) and node.evaluated_value == text


def spelled_twice(draft: Draft, answer: Answer) -> str | None:
    """A header that is there twice, in different case: a REST API sends both."""
    found = entries(answer.node) or {}
    given = held(draft, answer, found["headers"].value) if "headers" in found else None
    names = sorted({*(entries(given) or {} if given is not None else {}), *answer.headers})
    seen = {name.lower(): name for name in names}
    return next((name for name in names if seen[name.lower()] != name), None)
