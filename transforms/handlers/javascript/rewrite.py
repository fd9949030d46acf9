"""Rewrites the JavaScript or TypeScript behind a function so that it takes the events of the other API. Never runs any of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tree_sitter import Node

from migrator.facts import AuthorizerFacts, Entry, Facts, Rewritten
from migrator.findings import Level

from .. import codes
from . import authorizers, middlewares, types, unseen
from .answers import Answers
from .events import EventWriter
from .follow import Chain, Follower, Path
from .helpers import helper_name
from .imports import entries, is_exports
from .judge import Judge
from .locate import ADAPTERS, Handler, locate
from .package import NodeFolder, NodeInline
from .program import FoundInProgram
from .replies import Replies
from .scopes import parameters, pattern_of
from .session import ScriptSession, refused
from .syntax import ScriptModule, UnreadableScriptError, above, bare, calls, function_of, inside, member, parse, walk
from .table import LEAVES, STOPS, Table, table


def rewrite(package: NodeFolder | NodeInline, entry: Entry, facts: Facts, _others: tuple[Entry, ...] = ()) -> Rewritten:
    """Rewrite a handler, or say why it is left alone.

    Arguments:
        package: the files that are deployed with the function.
        entry: where its handler is.
        facts: what the template says of the routes or the authorizer behind which it stands.
    """
    if isinstance(facts, AuthorizerFacts):
        if (facts.before, facts.simple_before) == (facts.after, facts.simple_after):
            return Rewritten()
    elif facts.before == facts.after:
        return Rewritten()
    session = ScriptSession(package, entry, facts)
    close = "2.0" not in (facts.before, facts.after)
    handler = locate(session.program, entry.module, entry.function)
    if handler is None:
        return _unreadable(package, entry, close=close)
    settled = middlewares.decide(session, handler, facts)
    if handler.adapter:
        return _adapted(session, handler, facts)
    if handler.function is None:
        session.draft(handler.module).say(
            codes.NOT_FOLLOWED,
            handler.node,
            f"The handler `{entry.function}` is not followed: {handler.reason}.",
            "Let `Handler` name a function that is written out.",
            Level.INFO if close else None,
        )
        unseen.decide(session)
        return session.finish()
    return _followed(session, handler.module, handler.function, facts, settled)


def _unreadable(package: NodeFolder | NodeInline, entry: Entry, *, close: bool) -> Rewritten:
    source = package.module(entry.module)
    why = "it is not there"
    if source is not None:
        try:
            parse(entry.module, source)
        except UnreadableScriptError as error:
            why = str(error)
    return refused(
        codes.UNREADABLE,
        f"The file `{entry.module}` cannot be read: {why}.",
        "Make it valid JavaScript or TypeScript.",
        source.path if source else None,
        Level.WARNING if close else None,
    )


def _adapted(session: ScriptSession, handler: Handler, facts: Facts) -> Rewritten:
    """An adapter for a web framework reads the event itself."""
    draft = session.draft(handler.module)
    both = ADAPTERS[handler.adapter]
    if isinstance(facts, AuthorizerFacts) or ("2.0" in (facts.before, facts.after) and not both):
        draft.say(
            codes.ADAPTER,
            handler.node,
            f"`{handler.adapter}` does not take payload format 2.0.",
            "Keep the function on payload format 1.0, or change to `@codegenie/serverless-express`.",
        )
    elif facts.stage:
        draft.say(
            codes.PATH_STAGE,
            handler.node,
            f"`{handler.adapter}` hands the path on with `/{facts.stage}` in front where it comes from an HTTP API, and without it from a REST API.",
            "Use the stage `$default`, or let the adapter take the stage off.",
        )
    return session.finish()


def _followed(
    session: ScriptSession, module: ScriptModule, function: Node, facts: Facts, settled: frozenset[Path]
) -> Rewritten:
    rules = _without(table(facts), settled)
    follower = Follower(session.program, lambda path: _stops(rules, path), lambda path: _leaf(rules, path), _is_helper)
    root = follower.root(module, function)
    if root is None and any(each.type == "formal_parameters" for each in function.named_children):
        _arguments(session, module, function)
    judge = Judge(session.program, facts, rules, session.draft, list(follower.holders.values()))
    chains = [chain for chain in follower.chains if not _adapts(chain)]
    judge.decide(chains)
    if isinstance(facts, AuthorizerFacts):
        authorizers.decide(session, judge, follower, function, module, facts)
    else:
        known = frozenset(chain.use.node.id for chain in follower.chains if _adapts(chain))
        Replies(session.program, facts, session.draft).decide(
            Answers(session.program, known).of(module, function, handler=True)
        )
    unseen.decide(session, follower.chains)
    if not session.blocked:
        EventWriter(judge, follower, rules).write()
        for path in {holder.module.path: holder.module for holder in follower.holders.values()} | {module.path: module}:
            each = session.program.module(path)
            if each is not None:
                types.rename(session.draft(each), facts, caller=_caller(follower, facts))
        _others(session, follower)
    return session.finish(write=facts.after != "1.0" or facts.repair)


def _leaf(rules: Table, path: Path) -> bool:
    rule = rules(path)
    return rule is not None and rule.kind in LEAVES


def _is_helper(module: ScriptModule, function: Node) -> bool:
    """Whether a function is one that an earlier run added."""
    return helper_name(module, function) is not None


def _without(rules: Table, settled: Iterable[Path]) -> Table:
    """The rules without those for what a middleware makes the same."""
    known = tuple(settled)
    return lambda path: None if any(path[: len(each)] == each for each in known) else rules(path)


def _stops(rules: Table, path: Path) -> bool | None:
    rule = rules(path)
    return None if rule is None else rule.kind in STOPS


def _adapts(chain: Chain) -> bool:
    """Whether the event is given to an adapter that takes both formats."""
    return not chain.path and chain.use.kind == "argument" and ADAPTERS.get(chain.use.name.removesuffix("()"), False)


def _caller(follower: Follower, facts: Facts) -> bool:
    """Whether the code reads claims, whose type is another one."""
    if isinstance(facts, AuthorizerFacts) or {route.identity for route in facts.routes} != {"claims"}:
        return False
    return any(chain.path[:2] == ("requestContext", "authorizer") for chain in follower.chains)


def _arguments(session: ScriptSession, module: ScriptModule, function: Node) -> None:
    """A function without parameters may read ``arguments``."""
    text = module.text(function)
    if "arguments" in text:
        session.draft(module).say(
            codes.ESCAPES,
            function,
            "`arguments` can read the event without naming it.",
            "Give the handler a parameter `event`.",
        )


def _others(session: ScriptSession, follower: Follower) -> None:
    """Report a function that changes, and that others call with something else than the event that was followed."""
    for holder in list(follower.holders.values()):
        inner = function_of(holder.node) if holder.kind == "parameter" else None
        if inner is None or not _changes(session, holder.module, inner):
            continue
        known = [call for _, call in follower.entered.get(inner.id, [])]
        if any(not _is_known(session, module, node, known) for module, node in _references(session, inner)):
            session.draft(holder.module).say(
                codes.ESCAPES,
                inner.child_by_field_name("name") or inner,
                "The event is passed to this function, which is also named elsewhere: whether it always gets an event is not known.",
                "Call it with the event only, or pass on the fields that it needs.",
            )


def _changes(session: ScriptSession, module: ScriptModule, function: Node) -> bool:
    draft = session.draft(module)
    return any(function.start_byte <= start and end <= function.end_byte for start, end in draft.splices)


def _references(session: ScriptSession, function: Node) -> Iterator[tuple[ScriptModule, Node]]:
    """Where a function is named in the files that were looked into, other than to declare, import or export it."""
    for module in session.program.modules:
        for node in walk(module.root):
            if node.type not in ("identifier", "member_expression", "shorthand_property_identifier"):
                continue
            binding = session.program.scopes(module).binding(node) if node.type == "identifier" else None
            if (
                (binding is not None and node in binding.nodes)
                or node.id in session.program.given
                or _exports(session, module, node)
            ):
                continue
            found = session.program.meaning(module, node)
            if isinstance(found, FoundInProgram) and found.node == function:
                yield module, node


def _exports(session: ScriptSession, module: ScriptModule, node: Node) -> bool:
    """Whether a name stands there only to be exported, or to be written to."""
    for each in above(node):
        if each.type == "export_specifier" or each.type == "export_statement":
            return True
        if each.type == "assignment_expression":
            left = each.child_by_field_name("left")
            if left is not None and inside(node, left):
                return True
            taken = member(module, left) if left is not None else None
            scopes = session.program.scopes(module)
            if left is not None and (
                is_exports(module, scopes, left) or (taken and is_exports(module, scopes, taken[0]))
            ):
                return True
        elif each.type not in ("object", "pair", "assignment_expression", "export_clause"):
            return False
    return False


def _is_known(session: ScriptSession, module: ScriptModule, node: Node, known: list[Node]) -> bool:
    """Whether a function is called with the event that was followed, or by another handler with its own."""
    call = node.parent
    given = calls(call) if call is not None else None
    if call is None or given is None or given[0] != node:
        return False
    if call in known:
        return True
    outer = function_of(call)
    exported = [value for values in session.program.exports(module).named.values() for value in values]
    exported += session.program.exports(module).whole
    handlers = [session.program.meaning(module, value) for value in exported if isinstance(value, Node)]
    held = [each.node for each in handlers if isinstance(each, FoundInProgram)]
    for each in list(held):
        if each.type == "object":
            held += [bare(value) for value in (entries(module, each) or {}).values()]
    parameter = parameters(outer) if outer is not None else []
    if not parameter or not given[1] or given[1][0].type != "identifier":
        return False
    scopes = session.program.scopes(module)
    binding = scopes.binding(pattern_of(parameter[0]))
    is_handler = outer in held or any(
        isinstance(found := session.program.meaning(module, each), FoundInProgram) and found.node == outer
        for each in held
        if each.type == "shorthand_property_identifier" or each.type == "identifier"
    )
    return is_handler and binding is not None and scopes.binding(given[1][0]) is binding
