"""Rewrites the Python code behind a function so that it takes the events of the other API. Never runs any of it."""

from __future__ import annotations

from . import authorizers, codes, routes
from .code import Unreadable
from .facts import AuthorizerFacts, Entry, Facts, Package, Rewritten
from .locate import Found, locate
from .session import Session, refused


def rewrite(package: Package, entry: Entry, facts: Facts) -> Rewritten:
    """Rewrite a handler, or say why it is left alone.

    Arguments:
        package: the Python files that are deployed with the function.
        entry: where its handler is.
        facts: what the template says of the routes or the authorizer behind which it stands.
    """
    if isinstance(facts, AuthorizerFacts):
        if (facts.before, facts.simple_before) == (facts.after, facts.simple_after):
            return Rewritten()
    elif facts.before == facts.after:
        return Rewritten()
    session = Session(package, entry, facts)
    try:
        found = locate(session.program, entry.module, entry.function)
        return _rewritten(session, found)
    except Unreadable as error:
        source = package.module(entry.module)
        return refused(
            codes.UNREADABLE,
            f"The module `{entry.module}` cannot be read: {error}.",
            "Make it valid Python 3.",
            source.path if source else None,
        )
    except RecursionError:
        return refused(codes.UNREADABLE, f"The module `{entry.module}` is nested too deeply to be read.", "Split its longest expressions.")


def _rewritten(session: Session, found: Found) -> Rewritten:
    entry = session.entry
    if found.module is None or found.function is None:
        return refused(
            codes.NOT_FOLLOWED if found.module else codes.UNREADABLE,
            f"The handler `{entry.module}.{entry.function}` is not followed: {found.reason or 'it is no plain function'}.",
            "Let `Handler` name a plain function.",
            found.module.source.path if found.module else None,
        )
    draft = session.draft(found.module.name)
    if isinstance(session.facts, AuthorizerFacts):
        return authorizers.rewrite(session, draft, found.function, session.facts)
    return routes.rewrite(session, draft, found.function, session.facts)
