"""Resolvers of Powertools: one for REST events, one for format 2.0, and one that takes the kind as an argument."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import MappingProxyType
from typing import Final

import libcst as cst

from migrator.facts import RouteFacts
from migrator.findings import Level

from ...cors.codes import CORS_IGNORED
from .. import codes, sentences
from . import bodies, to_http_v1
from .draft import Draft
from .locate import assigned
from .powertools_context import near
from .powertools_events import use
from .powertools_names import PACKAGE, TO_V2, calls, rename
from .powertools_uses import Use
from .reach import Start, read_of
from .session import Session
from .trees import dotted

RESOLVERS: Final = frozenset({"APIGatewayRestResolver", "APIGatewayHttpResolver", "ApiGatewayResolver"})


def bound_method(session: Session, draft: Draft, value: cst.BaseExpression, facts: RouteFacts) -> bool:
    """Look after ``handler = app.resolve``; whether it is that."""
    if not isinstance(value, cst.Attribute) or value.attr.value != "resolve" or not isinstance(value.value, cst.Name):
        return False
    if resolver(session, draft, value.value.value) is None:
        return False
    if facts.after == "1.0":
        v1(session, facts)
    else:
        exchange(session, facts, TO_V2 if facts.after == "2.0" else {new: old for old, new in TO_V2.items()})
    return True


def v1(session: Session, facts: RouteFacts) -> None:
    """Report a resolver that does not find its routes behind a named stage, and what routes read that differs."""
    events = [
        (module, node)
        for module in session.program.reachable(session.entry.module, "current_event")
        for node in (module.named("current_event") if not module.name.startswith(PACKAGE) else ())
        if isinstance(node, cst.Attribute)
    ]
    objects(session, ((session.draft(module.name), node) for module, node in events), facts)
    for module in session.program.reachable(session.entry.module, PACKAGE) if facts.stage else ():
        for node in module.of(cst.Call):
            name = module.global_name(node.func) or ""
            if not name.startswith(PACKAGE) or name.rpartition(".")[2] not in RESOLVERS:
                continue
            if any(arg.keyword and arg.keyword.value == "strip_prefixes" for arg in node.args):
                continue
            draft = session.draft(module.name)
            first = 're.compile("^/[^/]+")' if facts.given else f'"/{facts.stage}"'
            draft.say(
                codes.PATH_STAGE,
                node,
                f"Paths begin with `/{facts.stage}` from now on, and the resolver answers 404 to every one of them.",
                f"Write `strip_prefixes=[{first}]` in the resolver, or use the stage `$default`.",
                mended=not facts.given,
            )
            if facts.given:  # older releases of Powertools take texts only
                continue
            close = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
            added = cst.Arg(
                cst.parse_expression(f'["/{facts.stage}"]'), keyword=cst.Name("strip_prefixes"), equal=close
            )
            draft.put(node, _argument(added))


def objects(session: Session, nodes: Iterable[tuple[Draft, cst.CSTNode]], facts: RouteFacts) -> None:
    """Look after objects of a data class where the formats stay close, and after the event that they give as it came."""
    raw: list[tuple[Draft, cst.BaseExpression]] = []
    for draft, node in nodes:
        function = _around(draft, node)
        raw += near(session, Use(draft, function, facts), node)
    reads = read_of(
        session, [Start(draft, around, node=node) for draft, node in raw if (around := _around(draft, node))]
    )
    for read in reads:
        to_http_v1.decide(read, facts)
    bodies.decide(reads, facts, rewrite=facts.repair, level=Level.WARNING)


def _around(draft: Draft, node: cst.CSTNode) -> cst.FunctionDef | None:
    """The function around something."""
    return draft.module.function_of(node)


def resolving(session: Session, draft: Draft, function: cst.FunctionDef, event: str) -> frozenset[int]:
    """Ids of the calls that hand the event to a resolver."""
    return frozenset(id(call) for call in calls(function) if _resolves(session, draft, call, event))


def resolver(session: Session, draft: Draft, name: str) -> cst.Call | None:
    """The call that makes the resolver which a name stands for."""
    module = draft.module
    if name in module.imports and module.imports[name][1]:
        target, part = module.imports[name]
        other = session.program.quietly(target)
        if other is None or part is None:
            return None
        module, name = other, part
    value = assigned(module, name) if module.bound.get(name) == 1 else None
    if isinstance(value, cst.Call) and (module.global_name(value.func) or "").rpartition(".")[2] in RESOLVERS:
        return value if (module.global_name(value.func) or "").startswith(PACKAGE) else None
    return None


def _resolves(session: Session, draft: Draft, call: cst.Call, event: str) -> bool:
    func = call.func
    if not isinstance(func, cst.Attribute) or func.attr.value != "resolve" or not isinstance(func.value, cst.Name):
        return False
    first = call.args[0] if call.args else None
    given = first is not None and not first.star and dotted(first.value) == event
    return given and resolver(session, draft, func.value.value) is not None


def exchange(session: Session, facts: RouteFacts, pairs: MappingProxyType[str, str] | dict[str, str]) -> None:
    """Exchange the resolver, wherever the handler's program makes it, and look at what routes read."""
    own = session.program.reachable(session.entry.module, PACKAGE)
    reading = session.program.reachable(session.entry.module, "current_event")
    for module in [*own, *(other for other in reading if other not in own)]:
        if module.name.startswith(PACKAGE):
            continue
        draft = session.draft(module.name)
        for call in module.of(cst.Call):
            name = (module.global_name(call.func) or "").rpartition(".")[2]
            if name == "ApiGatewayResolver":
                _legacy(draft, call, facts)
            if name in RESOLVERS:
                _made(draft, call, facts)
        for node in module.named("current_event"):
            if isinstance(node, cst.Attribute):
                use(Use(draft, _around(draft, node), facts), node)
        for old, new in pairs.items():
            rename(draft, old, new)


def _made(draft: Draft, call: cst.Call, facts: RouteFacts) -> None:
    cors = next((arg for arg in call.args if arg.keyword and arg.keyword.value == "cors"), None)
    if cors is not None and facts.cors and facts.after == "2.0":
        draft.say(
            CORS_IGNORED,
            cors,
            "The resolver answers CORS. The API does so itself now and ignores what the function sends.",
            "Take `cors` out of the resolver if the API's settings say the same.",
        )
    if facts.after == "2.0":
        draft.say(
            codes.POWERTOOLS,
            call,
            "The resolver for REST events takes `/x/` for `/x`; the one for format 2.0 answers 404 to it.",
            "Nothing to do if clients send no slash at the end.",
            Level.WARNING,
        )
        draft.say(
            codes.PATH_DECODED,
            call,
            "The resolver for REST events matches the path as the client encoded it, the one for format 2.0 the decoded path: `/items/a%2Fb` is 404 for "
            "`/items/<id>`, and `a%20b` arrives as `a b`.",
            sentences.NO_SUCH_CHARACTERS,
        )


def _legacy(draft: Draft, call: cst.Call, facts: RouteFacts) -> None:
    """``ApiGatewayResolver`` takes the kind of event as an argument; a REST event without it."""
    wanted = "APIGatewayProxyEventV2" if facts.after == "2.0" else "APIGatewayProxyEvent"
    source = draft.module.tree.code_for_node(call.func).rpartition(".")[0]
    kind = next((arg for arg in call.args if arg.keyword and arg.keyword.value == "proxy_type"), None)
    if kind is None and call.args and call.args[0].keyword is None:
        kind = call.args[0]
    if kind is not None:
        value = kind.value
        if isinstance(value, cst.Attribute) and value.attr.value.startswith("APIGatewayProxyEvent"):
            draft.put(value, lambda node: node.with_changes(attr=cst.Name(wanted)))
            return
        draft.say(
            codes.POWERTOOLS, kind, "The kind of event is not written out here.", f"Write `ProxyEventType.{wanted}`."
        )
        return
    if facts.after != "2.0":
        return
    if not source:
        draft.imports.add((f"{PACKAGE}.event_handler.api_gateway", "ProxyEventType"))
    holder = f"{source}.ProxyEventType" if source else "ProxyEventType"
    value = cst.parse_expression(f"{holder}.{wanted}")
    close = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
    added = cst.Arg(value, keyword=cst.Name("proxy_type"), equal=close)
    draft.put(call, _argument(added))


def _argument(added: cst.Arg) -> Callable[[cst.CSTNode], cst.CSTNode]:
    """A call with one more argument in front."""
    return lambda node: node.with_changes(args=[added.with_changes(comma=_comma(node)), *_args(node)])


def _args(node: cst.CSTNode) -> list[cst.Arg]:
    assert isinstance(node, cst.Call)
    return list(node.args)


def _comma(node: cst.CSTNode) -> cst.Comma | cst.MaybeSentinel:
    return cst.Comma(whitespace_after=cst.SimpleWhitespace(" ")) if _args(node) else cst.MaybeSentinel.DEFAULT
