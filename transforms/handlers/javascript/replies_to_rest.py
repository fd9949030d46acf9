"""Answers of JavaScript on their way to a REST API, which takes nothing but an object with its own keys.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tree_sitter import Node

from ...cors.codes import CORS_IN_FORCE
from .. import sentences
from . import objects
from .answers import ScriptAnswer, texts, value_of
from .draft import ScriptDraft
from .reply_headers import ENVELOPE, is_body
from .syntax import ScriptModule, bare, member

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


def to_rest(replies: Replies, answer: ScriptAnswer) -> None:
    draft = replies.draft_of(answer.module)
    far = replies.facts.before == "2.0"
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
    if far:
        _type_of_rest(replies, draft, answer)
    if "multiValueHeaders" in answer.keys and "cookies" in answer.keys:
        replies.unproven(
            answer,
            sentences.BOTH_LISTS,
        )
        return
    extra = sorted(answer.keys.keys() - ENVELOPE - ({"cookies"} if far else set()))
    written = all(name in answer.own and bare(value_of(answer.own[name])).type in _PURE for name in extra)
    if not written or any(name in answer.later for name in extra):
        replies.unproven(answer, "a key to which a REST API answers 502 is worked out, or set later")
        return
    for name in extra:
        objects.remove(draft, answer.own[name])
    if far and not _cookies(replies, draft, answer):
        return
    _values(replies, draft, answer)
    encoded = answer.keys.get("isBase64Encoded")
    if encoded is not None and not replies.facts.binary and bare(encoded[1]).type != "false":
        sentences.BODY_STAYS_ENCODED.on(draft, answer.own.get("isBase64Encoded", answer.node))


def _type_of_rest(replies: Replies, draft: ScriptDraft, answer: ScriptAnswer) -> None:
    """Report a body without a content type, which the two APIs call by different ones."""
    found = replies.headers(answer)
    if "body" in answer.keys and not found.open and not found.has("content-type"):
        sentences.NO_TYPE_TO_REST.on(draft, answer.node)


def _inferred(replies: Replies, draft: ScriptDraft, answer: ScriptAnswer) -> None:
    """Write out what format 2.0 makes of a value that is no response."""
    if answer.kind == "nothing":
        replies.unproven(answer, "the function may end without a value, to which a REST API answers 502")
        return
    if "statusCode" in answer.later or (answer.kind == "object" and answer.later):
        replies.unproven(answer, "keys of it are set later")
        return
    module, node = answer.module, answer.node
    head = replies.head(module)
    braces = ("({", "})") if is_body(node) else ("{", "}")
    dumped = answer.kind != "text"
    before, after = ("JSON.stringify(", ")") if dumped else ("", "")
    draft.wrap(node, f"{braces[0]} {head}{before}", f"{after} {braces[1]}")


def _cookies(replies: Replies, draft: ScriptDraft, answer: ScriptAnswer) -> bool:
    entry = answer.own.get("cookies")
    if "cookies" not in answer.keys:
        return True
    if entry is None and answer.later.get("cookies"):
        for value in answer.later["cookies"]:
            quote = draft.module.quote
            objects.rename(draft, value, "multiValueHeaders")
            draft.wrap(value, f"{{ {quote}Set-Cookie{quote}: ", " }")
        return True
    if entry is None:
        replies.unproven(answer, "`cookies`, which a REST API does not take, come from another object")
        return False
    quote = answer.module.quote
    name = f"{quote}Set-Cookie{quote}"
    written = answer.module.text(value_of(entry))
    draft.put(entry.start_byte, entry.end_byte, f"multiValueHeaders: {{ {name}: {written} }}")
    return True


def _values(replies: Replies, draft: ScriptDraft, answer: ScriptAnswer) -> None:
    """Write bodies and headers that are no texts as texts: a REST API answers 502 to others."""
    entry = answer.own.get("body")
    bodies = [*([value_of(entry)] if entry is not None else []), *answer.later.get("body", [])]
    if (
        entry is None
        and "body" in answer.keys
        and answer.keys["body"][0] is answer.module
        and not answer.later.get("body")
    ):
        bodies.append(answer.keys["body"][1])
    for body in bodies:
        _body(replies, draft, answer.module, body)
    found = replies.headers(answer)
    for module, value in found.names.values():
        if bare(value).type == "number":
            replies.draft_of(module).wrap(value, module.quote, module.quote)
        elif _number(module, bare(value)):
            replies.draft_of(module).wrap(value, "String(", ")")


def _body(replies: Replies, draft: ScriptDraft, module: ScriptModule, body: Node) -> None:
    if replies.facts.before != "2.0" or texts(replies.program, module, body):
        return
    value = bare(body)
    short = "body: " if body.type == "shorthand_property_identifier" else ""
    if value.type in ("object", "array", "number", "true", "false"):
        draft.wrap(body, f"{short}JSON.stringify(", ")")
    else:
        draft.wrap(body, f"{short}{draft.use('_text')}(", ")")


def _in_force(replies: Replies, draft: ScriptDraft, answer: ScriptAnswer) -> None:
    """CORS headers that an HTTP API ignored and that browsers see from now on."""
    sent = replies.foreign_cors(replies.headers(answer))
    if replies.facts.cors and sent is not None:
        draft.say(
            CORS_IN_FORCE,
            answer.node,
            f"The response sends `{sent}`. The HTTP API ignores it and sends what `CorsConfiguration` says; behind a REST API it is what browsers go by.",
            "Let it say what `CorsConfiguration` says, or take it out.",
        )


def _number(module: ScriptModule, node: Node) -> bool:
    """Whether a value is a number for certain: the length of something, or what is reckoned without texts."""
    taken = member(module, node)
    if taken is not None:
        return taken[1] == "length"
    operator = node.child_by_field_name("operator")
    return node.type == "binary_expression" and operator is not None and operator.type in ("-", "*", "/", "%")
