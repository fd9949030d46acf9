"""Rewrites the JavaScript or TypeScript behind a function so that it takes the events of the other API. Never runs any of it."""

from __future__ import annotations

from collections.abc import Iterable

from tree_sitter import Node

from migrator.facts import AuthorizerFacts, Entry, Facts, Package, Rewritten, RouteFacts
from migrator.findings import Level

from .. import codes
from ..cors import NOT_FOLLOWED
from ..event_rules import table
from ..field_uses import AUTHORIZER
from ..fields import SIGNED
from ..outcome import all_or_none, close, refused
from ..rules import LEAVES, STOPS, Table
from . import adapters, authorizers, hooks, middlewares, own_types, types, unseen
from .adapter_table import ADAPTERS, ScriptAdapter
from .answers import Answers
from .chains import Chain
from .cors_answers import ScriptCors
from .elsewhere import called_elsewhere
from .events import EventWriter
from .follow import Follower
from .helpers import helper_name
from .judge import Judge
from .locate import Handler, locate
from .replies import Replies
from .session import ScriptSession
from .syntax import ScriptModule, UnreadableScriptError, parse
from .uses import Path


def rewrite(package: Package, entry: Entry, facts: Facts, _others: tuple[Entry, ...] = ()) -> Rewritten:
    """Rewrite a handler, or say why it is left alone.

    Arguments:
        package: the files that are deployed with the function.
        entry: where its handler is.
        facts: what the template says of the routes or the authorizer behind which it stands.
    """
    return all_or_none(facts, lambda given: _rewritten(package, entry, given))


def _rewritten(package: Package, entry: Entry, facts: Facts) -> Rewritten:
    session = ScriptSession(package, entry, facts)
    handler = locate(session.program, entry.module, entry.function)
    if handler is None:
        return _unreadable(package, entry, facts)
    around = middlewares.decide(session, handler, facts)
    if handler.function is None and handler.adapter not in ADAPTERS:
        session.draft(handler.module).say(
            codes.NOT_FOLLOWED,
            handler.node,
            f"The handler `{entry.function}` is not followed: {handler.reason}.",
            "Let `Handler` name a function that is written out.",
            Level.INFO if close(facts) else None,
        )
        unseen.decide(session)
        return session.finish()
    unsent = middlewares.answering(session, handler)
    return _followed(session, handler, around, unsent)


def _unreadable(package: Package, entry: Entry, facts: Facts) -> Rewritten:
    source = package.module(entry.module)
    why = "it is not there"
    if source is not None:
        try:
            parse(entry.module, source)
        except UnreadableScriptError as error:
            why = str(error)
    return refused(
        facts,
        codes.UNREADABLE,
        f"The file `{entry.module}` cannot be read: {why}.",
        "Make it valid JavaScript or TypeScript.",
        source.path if source else None,
    )


def _followed(session: ScriptSession, handler: Handler, around: middlewares.AroundHandler, unsent: str) -> Rewritten:
    facts, module, function = session.facts, handler.module, handler.function
    rules = _without(table(facts), around.settled)
    follower = Follower(session.program, lambda path: _stops(rules, path), lambda path: _leaf(rules, path), _is_helper)
    if function is not None:
        follower.root(module, function)
    for hook in around.hooks:
        hooks.follow(follower, hook)
    given = {
        chain: adapter for chain in follower.chains if (adapter := adapters.of(session.program, chain)) is not None
    }
    _adapted(session, handler, follower, given)
    judge = Judge(session.program, facts, rules, session.draft, session.entry.module, list(follower.holders.values()))
    judge.decide(chain for chain in follower.chains if chain not in given)
    if isinstance(facts, AuthorizerFacts) and function is not None:
        authorizers.decide(session, judge, follower, function, module, facts)
    elif isinstance(facts, RouteFacts) and function is not None and all(each.v2 for each in given.values()):
        known = frozenset(chain.use.node.id for chain in given)
        replies = Replies(session.program, facts, session.draft)
        answers = Answers(session.program, known).of_handler(module, function, waited=handler.waited)
        answers += [one for hook in around.hooks for one in hooks.answered(session.program, hook)]
        replies.decide(answers)
        if facts.sends is not None:
            why = ScriptCors(replies, facts.sends).write(answers)
            session.unsent = unsent or (NOT_FOLLOWED if known else why)
    unseen.decide(session, follower.chains)
    unseen.of_the_edge(session, follower.chains)
    write = facts.after != "1.0" or facts.repair
    if not session.blocked:
        write = EventWriter(judge, follower, rules).write() and write
        for path in {holder.module.path: holder.module for holder in follower.holders.values()} | {module.path: module}:
            each = session.program.module(path)
            if each is not None:
                types.rename(session.draft(each), facts, caller=_caller(follower, facts))
        own_types.told(judge, follower, rules)
        called_elsewhere(session, follower)
    return session.finish(write=write)


def _adapted(session: ScriptSession, handler: Handler, follower: Follower, given: dict[Chain, ScriptAdapter]) -> None:
    """Adapters for web frameworks read the event themselves, and hand it on."""
    used = [(chain.module, chain.use.node, adapter) for chain, adapter in given.items()]
    own = ADAPTERS.get(handler.adapter) if handler.function is None else None
    if own is not None:
        used.append((handler.module, handler.node, own))
    for module, node, adapter in used:
        adapters.said(session, module, node, adapter)
    adapters.follow(session, follower, [each for _, _, each in used])


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


def _caller(follower: Follower, facts: Facts) -> str:
    """Whose data the code reads of what is said of the caller; empty where it reads none."""
    identities = {route.identity for route in facts.routes}
    kind = next(iter(identities)) if len(identities) == 1 and isinstance(facts, RouteFacts) else "none"
    signed = {field.rest_path for field in SIGNED}
    reads = any(chain.path[:2] == AUTHORIZER or chain.path in signed for chain in follower.chains)
    return kind if reads and kind in ("claims", "lambda", "iam") else ""
