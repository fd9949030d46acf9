"""Answers of JavaScript on their way to a REST API, which takes nothing but an object with its own keys.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tree_sitter import Node

from .. import answer_sentences
from . import objects
from .answer import ScriptAnswer, value_of
from .draft import ScriptDraft
from .expressions import bare, calls, member, sign_of
from .reply_headers import ENVELOPE, is_body
from .reply_status import comes_late, left_out
from .syntax import ScriptModule
from .texts import texts

if TYPE_CHECKING:
    from .replies import Replies

_PURE: Final = frozenset(
    {
        "string",
        "number",
        "true",
        "false",
        "null",
        "undefined",
        "identifier",
        "member_expression",
        "shorthand_property_identifier",
    }
)

_AS_WRITTEN: Final = re.compile(r"(?:0|[1-9]\d*)(?:\.\d*[1-9])?")
"""A number that JavaScript makes a text of just as it is written."""


def to_rest(replies: Replies, answer: ScriptAnswer) -> None:
    draft = replies.draft_of(answer.module)
    far = replies.facts.before == "2.0"
    if answer.kind == "ignored":
        if far:
            answer_sentences.VALUE_IGNORED.on(draft, answer.node)
        return
    if answer.kind in ("unknown", "error") or (answer.open and answer.kind == "object"):
        if far:
            replies.unproven(
                answer,
                "it is made in a way that is not followed; a REST API answers 502 unless it is an object with no other keys than its own",
            )
        return
    if answer.kind != "object" or "statusCode" not in answer.keys:
        if far:
            _inferred(replies, draft, answer)
        return
    _in_force(replies, draft, answer)
    where, given = answer.keys["statusCode"]
    if far and (left_out(replies, answer, where, given) is not None or comes_late(replies, answer)):
        replies.unproven(answer, answer_sentences.NO_STATUS_KNOWN)
    if far:
        _type_of_rest(replies, draft, answer)
    if "multiValueHeaders" in answer.keys and "cookies" in answer.keys:
        replies.unproven(
            answer,
            answer_sentences.BOTH_LISTS,
        )
        return
    if far and "multiValueHeaders" in answer.keys:
        answer_sentences.SENT_FROM_NOW.on(draft, answer.node, "multiValueHeaders", "payload format 2.0")
    extra = sorted(answer.keys.keys() - ENVELOPE - ({"cookies"} if far else set()))
    written = all(name in answer.own and bare(value_of(answer.own[name])).type in _PURE for name in extra)
    if not written or any(answer.set_later(name) for name in extra):
        replies.unproven(answer, answer_sentences.KEY_WORKED_OUT)
        return
    body = answer.keys.get("body")
    changed = {*extra, *({"cookies"} & answer.keys.keys())}
    changed |= {"body"} if far and body is not None and not texts(replies.program, *body) else set()
    if changed & answer.asked or (changed and None in answer.asked):
        replies.unproven(
            answer, f"`{min(changed)}` of it is written another way for a REST API, and other code reads it"
        )
        return
    for name in extra:
        objects.remove(draft, answer.own[name])
    if far and not _cookies(replies, draft, answer):
        return
    _values(replies, draft, answer)
    encoded = answer.keys.get("isBase64Encoded")
    if encoded is not None and not replies.facts.binary and bare(encoded[1]).type != "false":
        answer_sentences.BODY_STAYS_ENCODED.on(draft, answer.own.get("isBase64Encoded", answer.node))


def _type_of_rest(replies: Replies, draft: ScriptDraft, answer: ScriptAnswer) -> None:
    """Report a body without a content type, which the two APIs call by different ones."""
    found = replies.headers(answer)
    if "body" in answer.keys and not found.open and not found.has("content-type"):
        answer_sentences.NO_TYPE_TO_REST.on(draft, answer.node)


def _inferred(replies: Replies, draft: ScriptDraft, answer: ScriptAnswer) -> None:
    """Write out what format 2.0 makes of a value that is no response."""
    if answer.kind == "nothing":
        replies.unproven(answer, "the function may end without a value, to which a REST API answers 502")
        return
    if answer.later:
        replies.unproven(answer, "keys of it are set later")
        return
    module, node = answer.module, answer.node
    replies.retyped(draft, node)
    head = replies.head(module)
    braces = ("({", "})") if is_body(node) else ("{", "}")
    dumped = answer.kind != "text"
    before, after = ("JSON.stringify(", ")") if dumped else ("", "")
    draft.wrap(node, f"{braces[0]} {head}{before}", f"{after} {braces[1]}")


def _cookies(replies: Replies, draft: ScriptDraft, answer: ScriptAnswer) -> bool:
    entry = answer.own.get("cookies")
    if "cookies" not in answer.keys:
        return True
    if entry is None and (later := answer.set_later("cookies")):
        for put in later:
            if put.value is None:
                continue
            where, quote = replies.draft_of(put.module), put.module.quote
            objects.rename(where, put.value, "multiValueHeaders")
            where.wrap(put.value, f"{{ {quote}Set-Cookie{quote}: ", " }")
        return True
    if entry is None:
        replies.unproven(answer, "`cookies`, which a REST API does not take, come from another object")
        return False
    quote = answer.module.quote
    name = f"{quote}Set-Cookie{quote}"
    value = value_of(entry)
    if value == entry:
        draft.insert(entry.start_byte, f"multiValueHeaders: {{ {name}: ")
    else:
        draft.put(entry.start_byte, value.start_byte, f"multiValueHeaders: {{ {name}: ")
    draft.insert(value.end_byte, " }")
    return True


def _values(replies: Replies, draft: ScriptDraft, answer: ScriptAnswer) -> None:
    """Write bodies and headers that are no texts as texts: a REST API answers 502 to others."""
    entry, later = answer.own.get("body"), answer.set_later("body")
    bodies = [(answer.module, value_of(entry))] if entry is not None else []
    bodies += [(put.module, put.value) for put in later if put.value is not None]
    if not bodies and "body" in answer.keys and answer.keys["body"][0] is answer.module:
        bodies.append(answer.keys["body"])
    for module, body in bodies:
        if replies.facts.before == "2.0" and not texts(replies.program, module, body):
            _as_text(replies.draft_of(module), body)
    _header_values(replies, draft, answer)


def _header_values(replies: Replies, draft: ScriptDraft, answer: ScriptAnswer) -> None:
    """Write the values of headers as texts."""
    found = replies.headers(answer)
    for _, module, value in found.entries:
        _header_value(replies, module, value)
    if not found.open or "headers" not in answer.keys or replies.facts.before != "2.0":
        return
    entry = answer.own.get("headers")
    whole = [(answer.module, value_of(entry))] if entry is not None else []
    whole += [(put.module, put.value) for put in answer.set_later("headers") if put.value is not None]
    if not whole:
        answer_sentences.HEADERS_UNKNOWN.on(draft, answer.node)
    for module, value in whole:
        if not _is_texts(replies, module, value):
            where = replies.draft_of(module)
            _given(where, value, f"{where.use('_texts')}(", name="headers")


def _is_texts(replies: Replies, module: ScriptModule, value: Node) -> bool:
    """Whether an object went through the helper already."""
    call = calls(bare(value))
    return module.text(call.function) == "_texts" and replies.draft_of(module).has("_texts")


def _header_value(replies: Replies, module: ScriptModule, value: Node) -> None:
    draft, plain = replies.draft_of(module), bare(value)
    if plain.type in ("true", "false") or texts(replies.program, module, value, null=False):
        return
    if plain.type == "number" and _AS_WRITTEN.fullmatch(module.text(plain)):
        draft.wrap(value, module.quote, module.quote)
    elif plain.type == "number" or _number(module, plain):
        draft.wrap(value, "String(", ")")
    else:
        _given(draft, value, f"{draft.use('_text')}(")


def _as_text(draft: ScriptDraft, body: Node) -> None:
    if bare(body).type in ("object", "array", "number", "true", "false"):
        _given(draft, body, "JSON.stringify(", name="body")
    else:
        _given(draft, body, f"{draft.use('_text')}(", name="body")


def _given(draft: ScriptDraft, value: Node, function: str, name: str = "") -> None:
    """Give a value to a function; one that names its key as well gets the key written out."""
    short = value.type == "shorthand_property_identifier"
    draft.wrap(value, f"{name or draft.module.text(value)}: {function}" if short else function, ")")


def _in_force(replies: Replies, draft: ScriptDraft, answer: ScriptAnswer) -> None:
    """CORS headers that an HTTP API ignored and that browsers see from now on."""
    sent = replies.foreign_cors(replies.headers(answer))
    if replies.facts.cors and sent is not None:
        answer_sentences.CORS_HEADER_IN_FORCE.on(draft, answer.node, sent)


def _number(module: ScriptModule, node: Node) -> bool:
    """Whether a value is a number for certain: the length of something, or what is reckoned without texts."""
    taken = member(module, node)
    if taken:
        return taken.name == "length"
    return node.type == "binary_expression" and sign_of(node) in ("-", "*", "/", "%")
