"""How the reads of a field are judged, by the kind of difference between the formats."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from migrator.facts import CATCH_ALL, RouteFacts

from .. import field_uses, sentences
from ..field_uses import as_route
from ..rules import Rule
from . import callers, formats, headers
from .chains import Chain
from .exact import EXACT
from .expressions import calls, member
from .syntax import above, of_type
from .unfollowed import unfollowed
from .uses import plainly

if TYPE_CHECKING:
    from .judge import Judge

_ASKING: Final = frozenset(
    {"startsWith", "endsWith", "includes", "indexOf", "match", "search", "split", "slice", "substring", "replace"}
)
"""Methods of a text whose outcome hangs on how it begins."""

_WHOLE: Final = frozenset({"argument", "dynamic", "iterate", "keys", "object", "rebound", "rest", "return", "spread"})
"""Uses of parameters that take all of them."""

_DECODING: Final = frozenset({"decodeURIComponent", "decodeURI", "unescape", "querystring.unescape"})

_OBJECTS: Final = frozenset({(), ("requestContext",)})
"""What is an object in every format, which as a text is ``[object Object]``."""

_SENDERS: Final = re.compile(
    r"(?:@aws-sdk/|aws-sdk|axios|node-fetch|got|@sentry/|aws-xray-sdk|fetch|http|https)(?:\b.*)?"
)
"""Libraries that send on what they are given, as npm names them."""


def _hangs(judge: Judge, chain: Chain) -> bool:
    """Whether a decision hangs on what a text is, or how it begins."""
    parent = chain.node.parent
    if parent is None:
        return False
    taken = member(chain.module, parent)
    if taken.name in _ASKING and taken.holder == chain.node:
        return True
    if parent.type == "parenthesized_expression":
        return of_type(parent.parent, "switch_statement")
    return plainly(judge.program, chain.module, chain.node, parent)[0] == "compare"


def _holder(judge: Judge, chain: Chain, _rule: Rule) -> None:
    """The event, or a part of it that holds other keys."""
    use = chain.use
    if use.kind == "log":
        if not judge.close:
            sentences.LOGGED.on(judge, chain, judge.use_of(chain).shown)
        return
    if use.kind in EXACT["holds"] or (chain.path in _OBJECTS and use.kind in ("text", "sum")):
        return
    if judge.close and (judge.http or chain.path == field_uses.AUTHORIZER):
        _passed_close(judge, chain)
        return
    unfollowed(judge, chain)


def _passed_close(judge: Judge, chain: Chain) -> None:
    if chain.use.kind == "in" and not chain.path and chain.use.name == "version":
        sentences.VERSION_ASKED.on(judge, chain)
    if chain.use.kind not in ("in", "method"):
        field_uses.nearly(judge.use_of(chain), outside=chain.use.kind == "argument" and _sends(chain))


def _query(judge: Judge, chain: Chain, _rule: Rule) -> None:
    if not judge.http and chain.use.kind == "method" and chain.use.name == "split":
        sentences.PARAMETER_SPLIT.on(
            judge,
            chain,
            chain.path[-1],
            remedy=f"Read the list from `multiValueQueryStringParameters.{chain.path[-1]}`.",
        )
    elif not judge.http and chain.use.kind in ("log", "truth", "name", "parameter", "statement"):
        return
    else:
        field_uses.query_given_twice(judge.use_of(chain), judge.facts)


def _path(judge: Judge, chain: Chain, _rule: Rule) -> None:
    stage = judge.facts.stage
    name = chain.path[-1]
    if judge.facts.after == "2.0" or (judge.facts.before == "2.0" and not stage):
        field_uses.decoded(judge.use_of(chain), judge.facts)
    elif judge.facts.before == "2.0" or (judge.facts.before == "1.0" and stage):
        sentences.STAGE_LEAVES_PATH.on(judge, chain, name, stage)
    elif chain.path == ("path",):
        sentences.STAGE_ENTERS_PATH.on(judge, chain, stage, mended=isinstance(judge.facts, RouteFacts))
    elif _hangs(judge, chain):
        sentences.STAGE_IN_PATH.on(judge, chain)
    else:
        before, after = as_route(judge.facts).stages
        sentences.CONTEXT_PATH_STAGE.on(judge, chain, *((before, after) if judge.http else (after, before)))


def _route(judge: Judge, chain: Chain, _rule: Rule) -> None:
    facts = judge.facts
    routes = facts.routes
    if judge.http and any(route.path == CATCH_ALL for route in routes):
        why = sentences.DEFAULT_HAS_NO_PATH
    elif not judge.http and any(route.path == CATCH_ALL or route.method in ("ANY", "*") for route in routes):
        why = sentences.ANY_ROUTE
    else:
        return
    sentences.ROUTES_TOLD_APART.on(judge, chain, ".".join(chain.path), why)


def _sends(chain: Chain) -> bool:
    """Whether a value is only sent on, or made a text that nothing parses again."""
    if chain.use.name != "JSON.stringify":
        return bool(_SENDERS.fullmatch(chain.use.name))
    around = [calls(each) for each in above(chain.node) if each.type == "call_expression"]
    return not any(chain.module.text(call.function) == "JSON.parse" for call in around[:2])


def _new(judge: Judge, chain: Chain, _rule: Rule) -> None:
    """What today's events do not hold."""
    if chain.use.holder is None and chain.use.kind not in ("log", "statement"):
        judge.new.append(chain)


def _stage(judge: Judge, chain: Chain, _rule: Rule) -> None:
    callers.stage(judge, chain)


def _context(judge: Judge, chain: Chain, _rule: Rule) -> None:
    callers.context(judge, chain)


def _decoded(judge: Judge, chain: Chain, _rule: Rule) -> None:
    if chain.use.kind == "argument" and chain.use.name in _DECODING:
        sentences.DECODED_TWICE.on(judge, chain)


def _id(judge: Judge, chain: Chain, _rule: Rule) -> None:
    if chain.use.kind not in EXACT["id"] and not (chain.use.kind == "argument" and _sends(chain)):
        sentences.REQUEST_ID.on(judge, chain)


def _nullable(judge: Judge, chain: Chain, rule: Rule) -> None:
    if chain.path == ("queryStringParameters",) and chain.use.kind in _WHOLE:
        _query(judge, chain, rule)


def _moved(judge: Judge, chain: Chain, _rule: Rule) -> None:
    if chain.path == ("requestContext", "path"):
        (sentences.STAGE_IN_PATH if _hangs(judge, chain) else sentences.CONTEXT_PATH).on(judge, chain)


def _made(judge: Judge, chain: Chain, _rule: Rule) -> None:
    if chain.path == ("rawQueryString",):
        sentences.QUERY_PUT_TOGETHER.on(judge, chain)


def _version(judge: Judge, chain: Chain, _rule: Rule) -> None:
    if not formats.asked_in_vain(judge.program, chain, judge.facts):
        sentences.VERSION_ASKED.on(judge, chain)


def _gone(judge: Judge, chain: Chain, rule: Rule) -> None:
    field_uses.gone(judge.use_of(chain), judge.facts, rule.why)


def _identity(judge: Judge, chain: Chain, rule: Rule) -> None:
    field_uses.mixed(judge.use_of(chain), rule.why)


KINDS: Final[Mapping[str, Callable[[Judge, Chain, Rule], None]]] = MappingProxyType(
    {
        "new": _new,
        "part": _new,
        "holds": _holder,
        "headers": headers.decide,
        "header": headers.decide,
        "lists": headers.decide,
        "cookie": headers.decide,
        "stage": _stage,
        "claims": callers.claim,
        "claim": callers.claim,
        "context": _context,
        "query": _query,
        "decoded": _decoded,
        "id": _id,
        "nullable": _nullable,
        "path": _path,
        "route": _route,
        "moved": _moved,
        "made": _made,
        "version": _version,
        "gone": _gone,
        "identity": _identity,
    }
)
"""How a read is judged, by the kind of its rule; others are judged elsewhere, or nowhere."""
