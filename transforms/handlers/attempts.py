"""Handlers that are tried together: what each is, which may change with it, and what became of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from migrator.facts import AuthorizerFacts, Facts, Rewritten
from migrator.text.source import Source

from .language import Written


@dataclass(frozen=True, eq=False)
class Group:
    """One handler and the functions that have it.

    Arguments:
        code: where it is.
        members: logical ids of the functions.
        facts: what they have in common.
    """

    code: Written
    members: tuple[str, ...]
    facts: Facts

    @property
    def key(self) -> tuple[str, str]:
        """File and name, which one handler is known by."""
        return self.code.key, self.code.entry.function


@dataclass(frozen=True)
class ChangedFile:
    """A file that changes.

    Arguments:
        source: as it was read; empty text where it is new.
        after: its text after.
        new: whether there is no such file yet.
    """

    source: Source
    after: str
    new: bool = False


@dataclass(frozen=True, eq=False)
class Attempt:
    """What became of handlers that were tried together.

    Arguments:
        results: what the rewriter said, by handler.
        refused: why a handler is left alone that the rewriter had an answer for, by handler; a clause.
        texts: the files that change, by key.
    """

    results: Mapping[tuple[str, str], Rewritten]
    refused: Mapping[tuple[str, str], str]
    texts: Mapping[str, ChangedFile]

    def proven(self, group: Group) -> bool:
        """Whether a handler works with its new events and nothing speaks against its new text."""
        return group.key not in self.refused and self.results[group.key].proven


def along_with(group: Group, groups: Iterable[Group], refused: Collection[tuple[str, str]]) -> tuple[Group, ...]:
    """Handlers of the same package that get the same events from now on; who calls a helper there may change with it."""
    modules = group.code.modules
    if modules is None:
        return ()
    return tuple(
        each
        for each in groups
        if each is not group
        and each.key not in refused
        and each.code.language is group.code.language
        and each.code.modules is not None
        and each.code.modules.roots == modules.roots
        and _kind(each.facts) == _kind(group.facts)
    )


def _kind(facts: Facts) -> tuple[object, ...]:
    """What code that handlers share may depend on."""
    if isinstance(facts, AuthorizerFacts):
        return ("authorizer", facts.before, facts.after, facts.headers, facts.sources)
    identities = frozenset(route.identity for route in facts.routes)
    return (facts.before, facts.after, facts.stage, facts.rest_stage, identities, facts.binary, facts.sends)
