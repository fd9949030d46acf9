"""Rewrites the Python code behind a function so that it takes the events of the other API. Never runs any of it."""

from __future__ import annotations

from migrator.facts import AuthorizerFacts, Entry, Facts, Package, Rewritten, RouteFacts

from .. import codes
from ..outcome import all_or_none, refused
from . import adapters, authorizers, powertools_resolvers, routes, unseen
from .code import UnreadableError
from .locate import Found, locate
from .session import Session


def rewrite(package: Package, entry: Entry, facts: Facts, others: tuple[Entry, ...] = ()) -> Rewritten:
    """Rewrite a handler, or say why it is left alone.

    Arguments:
        package: the Python files that are deployed with the function.
        entry: where its handler is.
        facts: what the template says of the routes or the authorizer behind which it stands.
        others: handlers of the same package that get the same events as it from now on.
    """
    return all_or_none(facts, lambda given: _tried(package, entry, given, others))


def _tried(package: Package, entry: Entry, facts: Facts, others: tuple[Entry, ...]) -> Rewritten:
    session = Session(package, entry, facts, others)
    try:
        found = locate(session.program, entry.module, entry.function)
        return _rewritten(session, found)
    except UnreadableError as error:
        source = package.module(entry.module)
        return refused(
            facts,
            codes.UNREADABLE,
            f"The module `{entry.module}` cannot be read: {error}.",
            "Make it valid Python 3.",
            source.path if source else None,
        )
    except RecursionError:
        text = f"The module `{entry.module}` is nested too deeply to be read."
        return refused(facts, codes.UNREADABLE, text, "Split its longest expressions.")


def _rewritten(session: Session, found: Found) -> Rewritten:
    entry = session.entry
    facts = session.facts
    if found.module is not None and found.value is not None and isinstance(facts, RouteFacts):
        draft = session.draft(found.module.name)
        adapter = adapters.of(found.module, found.value)
        if adapter is not None:
            adapters.decide(session, draft, *adapter, facts)
            unseen.decide(session)
            return session.finish(write=facts.after != "1.0" or facts.repair)
        if powertools_resolvers.bound_method(session, draft, found.value, facts):
            unseen.decide(session)
            return session.finish(write=facts.after != "1.0" or facts.repair)
    code = codes.NOT_FOLLOWED if found.module else codes.UNREADABLE
    what = (
        f"The handler `{entry.module}.{entry.function}` is not followed: {found.reason or 'it is no plain function'}."
    )
    remedy = "Let `Handler` name a plain function."
    if found.module is None:
        return refused(facts, code, what, remedy)
    if found.function is None:
        session.draft(found.module.name).say(code, None, what, remedy)
        unseen.decide(session, lost=True)
        return session.finish()
    draft = session.draft(found.module.name)
    if isinstance(facts, AuthorizerFacts):
        return authorizers.rewrite(session, draft, found.function, facts)
    return routes.rewrite(session, draft, found.function, facts)
