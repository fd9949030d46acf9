"""Fields that stand nowhere in the new events, and are worked out from others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from migrator.facts import AuthorizerFacts, RouteFacts

from . import bodies
from .absent import stands_alone
from .chains import Chain
from .draft import ScriptDraft

if TYPE_CHECKING:
    from .events import EventWriter

_HELPERS: Final = {"multiValueQueryStringParameters": "_queryLists", "cookies": "_cookies", "rawQueryString": "_query"}
"""Functions that make a field, by its name."""


def computed(writer: EventWriter, chain: Chain) -> str | None:
    """What is worked out from other fields, with the default of a pattern where nothing was there before either."""
    text = worked_out(writer, chain)
    rule = writer.table(chain.path)
    unpacked = text is not None and chain.default is not None and chain.steps[0].how == "pattern"
    if unpacked and chain.default is not None and rule is not None:
        absent = rule.kind == "cookie" or writer.judge.facts.before == "2.0"
        return f"{text} ?? {chain.module.text(chain.default)}" if absent else text
    return text


def worked_out(writer: EventWriter, chain: Chain) -> str | None:
    """What is worked out from other fields, with ``@`` for the event; None for what only stands elsewhere."""
    rule = writer.table(chain.path)
    make = _MAKERS.get(rule.kind) if rule is not None else None
    return make(writer, chain, writer.judge.draft_of(chain.module)) if make is not None else None


def _identity(writer: EventWriter, _chain: Chain, draft: ScriptDraft) -> str | None:
    facts = writer.judge.facts
    return _token(draft, facts) if isinstance(facts, AuthorizerFacts) else None


def _body(writer: EventWriter, chain: Chain, draft: ScriptDraft) -> str | None:
    route = isinstance(writer.judge.facts, RouteFacts) and writer.judge.http
    return f"{draft.use('_body')}(@)" if route and writer.encoded and bodies.read(chain) else None


def _cookie(_writer: EventWriter, chain: Chain, _draft: ScriptDraft) -> str:
    quote = chain.module.quote
    return f"@.cookies?.join({quote}; {quote})"


def _made(_writer: EventWriter, chain: Chain, draft: ScriptDraft) -> str:
    return f"{draft.use(_HELPERS[chain.path[0]])}(@)"


def _route(writer: EventWriter, chain: Chain, _draft: ScriptDraft) -> str:
    quote = chain.module.quote
    if writer.judge.http:
        return f"@.routeKey.split({quote} {quote}).pop()"
    both = f"@.httpMethod + {quote} {quote} + @.resource"
    return both if stands_alone(chain.node) else f"({both})"


def _path(writer: EventWriter, chain: Chain, draft: ScriptDraft) -> str | None:
    facts = writer.judge.facts
    if chain.path != ("path",) or not facts.stage or not writer.judge.http:
        return None
    draft.both = False
    name = "path" if facts.after == "1.0" else "rawPath"
    return f"@.{name}.slice(`/${{@.requestContext.stage}}`.length)"


def _token(draft: ScriptDraft, facts: AuthorizerFacts) -> str | None:
    if facts.after == "2.0":
        return "@.identitySource[0]"
    if facts.before != "2.0":
        return None
    key = facts.headers[0].lower()
    quote = draft.module.quote
    return f"{draft.use('_headers')}(@)" + (f".{key}" if key.isidentifier() else f"[{quote}{key}{quote}]")


_MAKERS: Final[Mapping[str, Callable[[EventWriter, Chain, ScriptDraft], str | None]]] = MappingProxyType(
    {
        "token": _identity,
        "source": _identity,
        "body": _body,
        "cookie": _cookie,
        "made": _made,
        "route": _route,
        "path": _path,
    }
)
"""By the kind of a field's rule."""
