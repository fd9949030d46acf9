"""Answers of JavaScript on their way to an HTTP API: what it takes, and what it adds or ignores.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tree_sitter import Node

from migrator.findings import Level

from .. import answer_sentences
from . import objects
from .answer import ScriptAnswer, value_of
from .draft import ScriptDraft
from .expressions import bare, key
from .imports import entries
from .meanings import FoundInProgram
from .reply_headers import ENVELOPE, JSON, Headers, quoted, twice_sent
from .reply_status import status
from .syntax import ScriptModule, parts
from .syntax import field as child
from .texts import texts

if TYPE_CHECKING:
    from .replies import Replies


_ENCODED: Final = re.compile(rb"""\bisBase64Encoded["']?\s*:\s*(?!false\b)""")
"""A key of an object that says of a body that it has to be decoded."""

_NO_HEADERS: Final = frozenset({"number", "object", "array"})
_NO_BODIES: Final = _NO_HEADERS | {"true", "false"}
"""Values that a REST API refuses."""


def to_http(replies: Replies, answer: ScriptAnswer) -> None:
    far = replies.facts.after == "2.0"
    if answer.kind == "error" and not far:
        answer_sentences.ERROR_ANSWERED.on(replies.draft_of(answer.module), answer.node)
    if answer.kind == "ignored":
        if far:
            answer_sentences.VALUE_IGNORED.on(replies.draft_of(answer.module), answer.node, level=Level.WARNING)
        return
    if answer.kind == "unknown":
        if far:
            replies.unproven(answer, answer_sentences.MADE_ELSEWHERE)
        else:
            answer_sentences.STATUS_UNKNOWN.on(replies.draft_of(answer.module), answer.node)
        return
    if answer.kind != "object" or not (ENVELOPE & answer.keys.keys() or answer.open):
        if far:
            why = answer_sentences.NO_RESPONSE
            replies.unproven(answer, why, Level.WARNING)
        return
    draft = replies.draft_of(answer.module)
    extra = sorted((answer.keys.keys() | answer.maybe) - ENVELOPE - {"base64Encoded", "cookies"})
    if extra:
        answer_sentences.REFUSED_KEY.on(draft, answer.node, extra[0])
    if far and "cookies" in answer.keys:
        answer_sentences.SENT_FROM_NOW.on(draft, answer.node, "cookies", "a REST API")
    if not status(replies, draft, answer, far=far):
        return
    found = replies.headers(answer)
    _refused(replies, answer, found)
    added: list[str] = []
    if far and not _lists(replies, draft, answer, found, added):
        return
    twice = twice_sent(found)
    if twice is not None:
        replies.unproven(answer, answer_sentences.SENT_TWICE.format(twice))
        return
    if far:
        _content_type(replies, draft, answer, found, added)
    if added:
        replies.add(draft, answer, found, ", ".join(added))
    _cors_ignored(replies, draft, answer, found)
    encoded = answer.keys.get("isBase64Encoded")
    maybe = encoded is None and answer.open and any(_ENCODED.search(each.data) for each in replies.program.modules)
    if not replies.facts.binary and (maybe or (encoded is not None and bare(encoded[1]).type != "false")):
        answer_sentences.BODY_DECODED.on(draft, answer.own.get("isBase64Encoded", answer.node))


def _refused(replies: Replies, answer: ScriptAnswer, found: Headers) -> None:
    """Report values to which a REST API answers 502, and which clients get from now on."""
    values = [("body", *answer.keys["body"], _NO_BODIES)] if "body" in answer.keys else []
    values += [("body", put.module, put.value, _NO_BODIES) for put in answer.set_later("body") if put.value is not None]
    values += [(name, module, value, _NO_HEADERS) for name, module, value in found.entries]
    for name, module, value, kinds in values:
        if bare(value).type in kinds:
            answer_sentences.REFUSED_VALUE.on(replies.draft_of(module), value, name)
        elif name != "body" and [texts(replies.program, module, value, null=null) for null in (True, False)] == [1, 0]:
            answer_sentences.HEADER_NULL.on(replies.draft_of(module), value, name)


def _lists(replies: Replies, draft: ScriptDraft, answer: ScriptAnswer, found: Headers, added: list[str]) -> bool:
    """Write lists of headers as ``cookies`` and joined ``headers``; whether that was proven."""
    if "multiValueHeaders" not in answer.keys:
        if answer.open and any(b"multiValueHeaders" in each.data for each in replies.program.modules):
            replies.unproven(answer, answer_sentences.MAY_HOLD_LISTS)
            return False
        return True
    entry = answer.own.get("multiValueHeaders")
    if (entry is None or bare(value_of(entry)).type != "object") and _only_cookies(replies, draft, answer, entry):
        return True
    lists = value_of(entry) if entry is not None else None
    entries = parts(bare(lists)) if lists is not None and bare(lists).type == "object" else None
    changed = any(put.path[0] == "multiValueHeaders" for put in answer.later)
    changed = changed or bool({"multiValueHeaders", None} & answer.asked)
    if entry is None or entries is None or "cookies" in answer.keys or changed:
        replies.unproven(
            answer, "`multiValueHeaders`, which format 2.0 ignores, is not written out as an object of lists"
        )
        return False
    named = {key(answer.module, name): each for each in entries if (name := child(each, "key")) is not None}
    simple = len(named) == len(entries) and None not in named
    if not simple or any(found.has(str(name).lower()) or found.spelled(str(name).lower()) for name in named):
        replies.unproven(
            answer,
            "a header stands both in `headers` and in `multiValueHeaders`, or has a name that is not written here",
        )
        return False
    cookies = [each for name, each in named.items() if str(name).lower() == "set-cookie"]
    others = [(str(name), each) for name, each in named.items() if str(name).lower() != "set-cookie"]
    joined = ", ".join(f"{quoted(answer.module, name)}: {_joined(answer.module, each)}" for name, each in others)
    written = (found.node is None) == ("headers" not in answer.keys)
    if others and not (written and entry.parent == answer.node):
        replies.unproven(
            answer, "`headers`, which the values of `multiValueHeaders` have to go into, is not written out"
        )
        return False
    if others and found.node is not None:
        added.append(joined)
    elif others:
        objects.put_before(draft, entry, f"headers: {{ {joined} }}")
    if cookies:
        value = value_of(cookies[0])
        draft.put(entry.start_byte, value.start_byte, "cookies: ")
        draft.put(value.end_byte, entry.end_byte, "")
    else:
        objects.remove(draft, entry)
    return True


def _only_cookies(replies: Replies, draft: ScriptDraft, answer: ScriptAnswer, entry: Node | None) -> bool:
    """Write lists that hold cookies alone, and stand elsewhere or are set later; whether they do."""
    later = [(put.module, put.value) for put in answer.set_later("multiValueHeaders") if put.value is not None]
    values = later if entry is None else [(answer.module, value_of(entry))]
    if "cookies" in answer.keys or (entry is not None and later) or not values:
        return False
    lists = []
    for module, value in values:
        found = replies.program.meaning(module, value)
        held = (
            entries(found.module, found.node)
            if isinstance(found, FoundInProgram) and found.node.type == "object"
            else None
        )
        if held is None or [name.lower() for name in held] != ["set-cookie"]:
            return False
        name, cookies = next(iter(held.items()))
        quote = module.quote
        direct = bare(value).type == "object"
        taken = module.text(cookies if direct else value)
        lists.append(taken if direct else f"{taken}[{quote}{name}{quote}]")
    for (module, value), written in zip(values, lists, strict=True):
        if entry is None:
            where = replies.draft_of(module)
            objects.rename(where, value, "cookies")
            where.put(value.start_byte, value.end_byte, written)
        else:
            draft.put(entry.start_byte, entry.end_byte, f"cookies: {written}")
    return True


def _joined(module: ScriptModule, entry: Node) -> str:
    """The values of a header as one text."""
    value = bare(value_of(entry))
    if value.type == "array" and len(parts(value)) == 1 and parts(value)[0].type != "spread_element":
        return module.text(parts(value)[0])
    return f"{module.text(value)}.join({module.quote}, {module.quote})"


def _content_type(replies: Replies, draft: ScriptDraft, answer: ScriptAnswer, found: Headers, added: list[str]) -> None:
    """Write out the content type that a REST API adds to a response without one."""
    listed = answer.own.get("multiValueHeaders")
    if "body" not in answer.keys or found.has("content-type") or "content-type" in replies.known:
        return
    if listed is not None and "content-type" in answer.module.text(listed).lower():
        return
    text = f"{quoted(answer.module, found.spelled('content-type') or 'Content-Type')}: {quoted(answer.module, JSON)}"
    if "headers" not in answer.keys and not answer.open:
        entry = answer.own.get("body")
        if listed is not None and any(
            "set-cookie" not in answer.module.text(e).lower() for e in parts(value_of(listed))
        ):
            entry = None
        if entry is not None:
            objects.put_before(draft, entry, f"headers: {{ {text} }}")
            return
    if found.node is not None and not found.open:
        added.append(text)
        return
    answer_sentences.TYPE_UNKNOWN.on(draft, answer.node)


def _cors_ignored(replies: Replies, draft: ScriptDraft, answer: ScriptAnswer, found: Headers) -> None:
    sent = replies.foreign_cors(found)
    if replies.facts.cors and sent is not None:
        answer_sentences.CORS_OF_THE_API.on(draft, answer.node, sent)
