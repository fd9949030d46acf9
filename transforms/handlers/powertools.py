"""Powertools for AWS Lambda: one resolver, data class, model and envelope for each format.

Its classes for format 2.0 lack fields of those for REST events, and the other way round.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

import libcst as cst

from migrator.findings import Level

from . import codes
from .code import dotted, walk
from .decorators import name_of
from .draft import Draft
from .facts import AuthorizerFacts, RouteFacts
from .locate import assigned
from .powertools_events import Use, use
from .session import Session

PACKAGE: Final = "aws_lambda_powertools"

TO_V2: Final = MappingProxyType(
    {
        "APIGatewayRestResolver": "APIGatewayHttpResolver",
        "APIGatewayProxyEvent": "APIGatewayProxyEventV2",
        "APIGatewayProxyEventModel": "APIGatewayProxyEventV2Model",
        "ApiGatewayEnvelope": "ApiGatewayV2Envelope",
    }
)
AUTHORIZERS: Final = MappingProxyType(
    {
        "token": "APIGatewayAuthorizerTokenEvent",
        "request": "APIGatewayAuthorizerRequestEvent",
        "1.0": "APIGatewayAuthorizerRequestEvent",
        "2.0": "APIGatewayAuthorizerEventV2",
    }
)
RESOLVERS: Final = frozenset({"APIGatewayRestResolver", "APIGatewayHttpResolver", "ApiGatewayResolver"})
ENVELOPES: Final = frozenset({"API_GATEWAY_REST", "API_GATEWAY_HTTP"})


@dataclass(frozen=True)
class Known:
    """What Powertools takes over of a handler.

    Arguments:
        decorators: last names of decorators that are looked after.
        skip: ids of nodes that take the event in a way that is looked after.
        answers: ids of expressions whose value is a response of the right format.
        parsed: whether the handler is given something else than the event.
    """

    decorators: frozenset[str] = frozenset()
    skip: frozenset[int] = field(default_factory=frozenset)
    answers: frozenset[int] = field(default_factory=frozenset)
    parsed: bool = False


def used(draft: Draft, name: str) -> list[cst.CSTNode]:
    """Where a file names something of Powertools."""
    found: list[cst.CSTNode] = []
    for node in walk(draft.module.tree):
        if isinstance(node, (cst.Name, cst.Attribute)):
            full = draft.module.global_name(node) or ""
            inside = isinstance(draft.module.up(node), (cst.ImportFrom, cst.ImportAlias, cst.AsName))
            part = (
                isinstance(draft.module.up(node), cst.Attribute)
                and getattr(draft.module.up(node), "attr", None) is node
            )
            if full.startswith(PACKAGE) and full.endswith(f".{name}") and not inside and not part:
                found.append(node)
    return found


def rename(draft: Draft, old: str, new: str) -> bool:
    """Import and name the counterpart of something; whether the file used it."""
    there = used(draft, old)
    imported = [
        alias
        for node in walk(draft.module.tree)
        if isinstance(node, cst.ImportFrom)
        and dotted(node.module).startswith(PACKAGE)
        and not isinstance(node.names, cst.ImportStar)
        for alias in node.names
        if dotted(alias.name) == old
    ]
    for alias in imported:
        draft.put(alias, lambda node: node.with_changes(name=cst.Name(new)))
    for node in there:
        if isinstance(node, cst.Attribute):
            draft.put(node, lambda old_node: old_node.with_changes(attr=cst.Name(new)))
        elif isinstance(node, cst.Name) and node.value == old:
            draft.put(node, lambda old_node: old_node.with_changes(value=new))
    if there and used(draft, new):
        draft.say(
            codes.TWO_FORMATS,
            there[0],
            f"The file uses `{old}` and `{new}`: it tells formats apart itself.",
            "Check by hand that the handler takes the new events, then leave only that way in.",
        )
    return bool(there)


def routes(session: Session, draft: Draft, function: cst.FunctionDef, event: str, facts: RouteFacts) -> Known:
    """Rewrite what Powertools does for a handler behind routes."""
    if PACKAGE not in draft.module.source.text and "resolve" not in draft.module.source.text:
        return Known()
    pairs = TO_V2 if facts.after == "2.0" else {new: old for old, new in TO_V2.items()}
    resolved = resolving(session, draft, function, event)
    skip = set(resolved)
    if resolved:
        _resolvers(session, facts, pairs)
    known, parsed = _decorated(draft, function, pairs)
    wraps = {
        old for old in (*pairs, *pairs.values()) if old.startswith("APIGatewayProxyEvent") and not old.endswith("Model")
    }
    for call in calls(function):
        name = (draft.module.global_name(call.func) or "").rpartition(".")[2]
        if name in wraps and len(call.args) == 1 and dotted(call.args[0].value) == event:
            skip.add(id(call))
            _objects(draft, call, function, facts)
        if name == "parse" and _envelope(draft, call) is not None:
            skip.add(id(call))
    if _data_class(function):
        for node in walk(function.body):
            above = draft.module.up(node)
            if not isinstance(above, cst.Attribute) or above.value is not node or above.attr.value == "get":
                continue
            if isinstance(node, cst.Name) and node.value == event:
                skip.add(id(above))
                use(Use(draft, function, facts), node)
    for old, new in pairs.items():
        if not old.endswith("Resolver"):
            rename(draft, old, new)
    return Known(known, frozenset(skip), resolved, parsed)


def bound_method(session: Session, draft: Draft, value: cst.BaseExpression, facts: RouteFacts) -> bool:
    """Look after ``handler = app.resolve``; whether it is that."""
    if not isinstance(value, cst.Attribute) or value.attr.value != "resolve" or not isinstance(value.value, cst.Name):
        return False
    if resolver(session, draft, value.value.value) is None:
        return False
    if facts.after == "1.0":
        v1(session, facts)
    else:
        _resolvers(session, facts, TO_V2 if facts.after == "2.0" else {new: old for old, new in TO_V2.items()})
    return True


def v1(session: Session, facts: RouteFacts) -> None:
    """Report a resolver that does not find its routes behind a named stage."""
    for module in session.program.reachable(session.entry.module, PACKAGE) if facts.stage else ():
        for node in walk(module.tree):
            name = (module.global_name(node.func) or "") if isinstance(node, cst.Call) else ""
            if (
                not isinstance(node, cst.Call)
                or not name.startswith(PACKAGE)
                or name.rpartition(".")[2] not in RESOLVERS
            ):
                continue
            if any(arg.keyword and arg.keyword.value == "strip_prefixes" for arg in node.args):
                continue
            draft = session.draft(module.name)
            draft.say(
                codes.PATH_STAGE,
                node,
                f"Paths begin with `/{facts.stage}` from now on, and the resolver answers 404 to every one of them.",
                f'Write `strip_prefixes=["/{facts.stage}"]` in the resolver, or use the stage `$default`.',
            )
            close = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
            added = cst.Arg(
                cst.parse_expression(f'["/{facts.stage}"]'), keyword=cst.Name("strip_prefixes"), equal=close
            )
            draft.put(node, _argument(added))


def resolving(session: Session, draft: Draft, function: cst.FunctionDef, event: str) -> frozenset[int]:
    """Ids of the calls that hand the event to a resolver."""
    return frozenset(id(call) for call in calls(function) if _resolves(session, draft, call, event))


def calls(function: cst.FunctionDef) -> Iterator[cst.Call]:
    """Calls in a function."""
    return (node for node in walk(function.body) if isinstance(node, cst.Call))


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


def _resolvers(session: Session, facts: RouteFacts, pairs: MappingProxyType[str, str] | dict[str, str]) -> None:
    """Exchange the resolver, wherever the handler's program makes it, and look at what routes read."""
    own = session.program.reachable(session.entry.module, PACKAGE)
    reading = session.program.reachable(session.entry.module, "current_event")
    for module in [*own, *(other for other in reading if other not in own)]:
        if module.name.startswith(PACKAGE):
            continue
        draft = session.draft(module.name)
        for node in walk(module.tree):
            if isinstance(node, cst.Call):
                name = (module.global_name(node.func) or "").rpartition(".")[2]
                if name == "ApiGatewayResolver":
                    _legacy(draft, node, facts)
                if name in RESOLVERS:
                    _made(draft, node, facts)
            if isinstance(node, cst.Attribute) and node.attr.value == "current_event":
                inside = next((a for a in module.above(node) if isinstance(a, cst.FunctionDef)), None)
                use(Use(draft, inside, facts), node)
        for old, new in pairs.items():
            rename(draft, old, new)


def _made(draft: Draft, call: cst.Call, facts: RouteFacts) -> None:
    cors = next((arg for arg in call.args if arg.keyword and arg.keyword.value == "cors"), None)
    if cors is not None and facts.cors and facts.after == "2.0":
        draft.say(
            codes.CORS_IGNORED,
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


def _data_class(function: cst.FunctionDef) -> bool:
    return any(name_of(decorator).rpartition(".")[2] == "event_source" for decorator in function.decorators)


def _objects(draft: Draft, call: cst.Call, function: cst.FunctionDef, facts: RouteFacts) -> None:
    use(Use(draft, function, facts), call)


def _envelope(draft: Draft, call: cst.Call) -> cst.BaseExpression | None:
    """The envelope of a call of the parser: what is parsed then is the body."""
    for arg in call.args:
        name = (draft.module.global_name(arg.value) or "").rpartition(".")[2]
        if arg.keyword and arg.keyword.value == "envelope" and name in ("ApiGatewayEnvelope", "ApiGatewayV2Envelope"):
            return arg.value
    return None


def _decorated(draft: Draft, function: cst.FunctionDef, pairs: object) -> tuple[frozenset[str], bool]:
    """Which decorators are looked after, and whether one of them exchanges the event."""
    known: set[str] = set()
    parsed = False
    for decorator in function.decorators:
        name, call = name_of(decorator).rpartition(".")[2], decorator.decorator
        if not isinstance(call, cst.Call):
            continue
        if name == "event_parser" and _envelope(draft, call) is not None:
            known.add(name)
            parsed = True
        if name == "validator" and _inbound_only(draft, call):
            known.add(name)
        if name == "event_source":
            _source(draft, call)
    return frozenset(known), parsed


def _inbound_only(draft: Draft, call: cst.Call) -> bool:
    given = {arg.keyword.value: arg.value for arg in call.args if arg.keyword}
    envelope = dotted(given["envelope"]).rpartition(".")[2] if "envelope" in given else ""
    return set(given) <= {"inbound_schema", "envelope", "inbound_formats"} and envelope in ENVELOPES


def _source(draft: Draft, call: cst.Call) -> None:
    classes = {*TO_V2, *TO_V2.values(), *AUTHORIZERS.values()}
    for arg in call.args:
        name = (draft.module.global_name(arg.value) or "").rpartition(".")[2]
        if name not in classes:
            draft.say(
                codes.POWERTOOLS,
                arg,
                f"The event is given as `{dotted(arg.value) or '...'}`, whose counterpart in the other format is not known.",
                "Use the data classes of Powertools, or read the event itself.",
            )


def authorizer(
    session: Session, draft: Draft, function: cst.FunctionDef, event: str, facts: AuthorizerFacts
) -> frozenset[int]:
    """Exchange the data class of an authorizer's event; ids of the nodes that read it."""
    old, new = AUTHORIZERS[facts.before], AUTHORIZERS[facts.after]
    # The class for TOKEN events reads what format 1.0 sends as well: `authorizationToken` and `methodArn` are there.
    if old == new or (facts.before == "token" and facts.after == "1.0"):
        return frozenset(id(draft.module.up(node)) for node in _attributes(draft, function, event))
    skip: set[int] = set()
    if _data_class(function):
        for node in _attributes(draft, function, event):
            above = draft.module.up(node)
            skip.add(id(above))
            _authorizer_attribute(draft, above, facts)
    rename(draft, old, new)
    return frozenset(skip)


def _attributes(draft: Draft, function: cst.FunctionDef, event: str) -> list[cst.Name]:
    if not _data_class(function):
        return []
    return [
        node
        for node in walk(function.body)
        if isinstance(node, cst.Name)
        and node.value == event
        and isinstance(above := draft.module.up(node), cst.Attribute)
        and above.value is node
        and above.attr.value != "get"
    ]


def _authorizer_attribute(draft: Draft, node: cst.CSTNode, facts: AuthorizerFacts) -> None:
    assert isinstance(node, cst.Attribute)
    name = node.attr.value
    arns = {"method_arn": "route_arn"} if facts.after == "2.0" else {"route_arn": "method_arn"}
    if name in arns and "2.0" in (facts.before, facts.after):
        draft.put(node, lambda old: old.with_changes(attr=cst.Name(arns[name])))
    elif name == "authorization_token" and facts.after == "2.0" and facts.sources == 1:
        draft.put(
            node,
            lambda old: cst.parse_expression(
                f"{cst.Module([]).code_for_node(old).rpartition('.')[0]}.identity_source[0]"
            ),
        )
    elif name not in ("parsed_arn", "headers", "get_type", "path_parameters", "stage_variables") or (
        facts.after == "token" and name != "parsed_arn"
    ):
        draft.say(
            codes.POWERTOOLS,
            node,
            f"`.{name}` is no field of the data class for the new event, or holds something else there.",
            "Read the token from the header, and the request from fields that both classes have.",
        )
