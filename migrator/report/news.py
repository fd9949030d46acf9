"""The worst news of a run: what the last lines of every report say, whatever its format.

People read the end of a report first. What would hurt whoever deploys (a deployment that fails, a handler that breaks,
a migration that was compared with nothing) has to stand there, not only where its details are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from ..migration import Migration, Risk
from ..plan import REFUSED, Plan
from ..routes import NOT_VERIFIED, Proof
from .placed import located

MOST_NAMES = 4
"""Functions that one sentence names."""

_SENTENCE_END = re.compile(r"(?<=[.!?]) +(?=[A-Z`])")


class NewsKind(str, Enum):
    """What news is about, the worst first; the value is what the JSON report calls it."""

    FAILED = "failed"
    """Templates that could not be read, migrated or written."""
    DEPLOYMENT = "deployment"
    """CloudFormation refuses the new template over the stack that is there."""
    HANDLERS_FAIL = "handlers-fail"
    """Handlers that fail on requests that they answered before."""
    HANDLERS_DIFFER = "handlers-differ"
    """Handlers that may fail or answer differently."""
    UNPROVEN = "unproven"
    """Migrations that could not be compared with what was there."""
    UNVERIFIED = "unverified"
    """Migrations that were not to be compared, as the user asked for."""

    @property
    def alarming(self) -> bool:
        """Whether something goes wrong, not only something that may."""
        return self in (NewsKind.FAILED, NewsKind.DEPLOYMENT, NewsKind.HANDLERS_FAIL)


@dataclass(frozen=True)
class Item:
    """One kind of news of one template.

    Arguments:
        kind: what it is about.
        path: the template.
        reason: why; names and codes where it is about handlers.
        number: how many things it is about: handlers, else one.
    """

    kind: NewsKind
    path: str
    reason: str = ""
    number: int = 1


@dataclass(frozen=True)
class News:
    """A line at the end of a report.

    Arguments:
        kind: what it is about.
        sentence: the line.
        templates: paths of the templates that it is about.
    """

    kind: NewsKind
    sentence: str
    templates: tuple[str, ...]


def summed(found: Iterable[Item], *, single: bool) -> tuple[News, ...]:
    """Make one line of each kind of news.

    Arguments:
        found: in the order of the templates.
        single: whether the run has one template only, which need not be named.
    """
    by_kind: dict[NewsKind, list[Item]] = {}
    for item in found:
        by_kind.setdefault(item.kind, []).append(item)
    return tuple(
        News(kind, _sentence(by_kind[kind], single=single), tuple(item.path for item in by_kind[kind]))
        for kind in NewsKind
        if kind in by_kind
    )


def items(migration: Migration) -> Iterator[Item]:
    """The news of one template."""
    path, verification = migration.source.path, migration.verification
    if migration.error:
        yield Item(NewsKind.FAILED, path, migration.error)
        return
    if not migration.changed:
        known = migration.preview.verification if migration.preview else NOT_VERIFIED
        if known.reason and known != NOT_VERIFIED:
            yield Item(NewsKind.UNPROVEN, path, known.reason)
        return
    if verification.plan is not None and verification.plan.refused:
        yield Item(NewsKind.DEPLOYMENT, path, refusal(verification.plan))
    yield from _handlers(migration)
    if verification == NOT_VERIFIED:
        yield Item(NewsKind.UNVERIFIED, path)
    elif verification.status is not Proof.EQUIVALENT:
        reason = verification.reason or next(iter(verification.differences), verification.status.value)
        yield Item(NewsKind.UNPROVEN, path, reason)


def refusal(plan: Plan) -> str:
    """The first reason why a deployment fails, one sentence of it without its end, and how many more there are.

    Arguments:
        plan: one that is refused.
    """
    refused = [trap.sentence for trap in plan.traps if trap.refused]
    first = _SENTENCE_END.split(refused[0])[0].rstrip(".")
    return f"{first} (and {len(refused) - 1} more)" if len(refused) > 1 else first


def _handlers(migration: Migration) -> Iterator[Item]:
    for kind, risk in ((NewsKind.HANDLERS_FAIL, Risk.FAILS), (NewsKind.HANDLERS_DIFFER, Risk.DIFFERS)):
        names = [handler.function for handler in migration.handlers if handler.risk is risk]
        if names:
            more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
            yield Item(kind, migration.source.path, f"{', '.join(names[:MOST_NAMES])}{more}", len(names))


def _sentence(found: Sequence[Item], *, single: bool) -> str:
    """The line for news of one kind: of one template with the reason, of several with the first one's."""
    first, number = found[0], sum(item.number for item in found)
    if first.kind is NewsKind.UNVERIFIED:
        return "Not proven: verification was switched off by --no-verify."
    if first.kind is NewsKind.FAILED:
        where = _ended(located(first.reason, first.path))
        return f"Failed: {where}" if len(found) == 1 else f"{len(found)} templates failed, first {where}"
    one, several = _WORDS[first.kind]
    if len(found) > 1:
        return f"{several.format(templates=len(found), number=number)}, first {first.path}: {_ended(first.reason)}"
    what = one.format(handlers=f"{number} handler{'s' * (number != 1)}")
    named = what[:1].upper() + what[1:] if single else f"{first.path}: {what}"
    return f"{named}: {_ended(first.reason)}"


_WORDS = {
    NewsKind.DEPLOYMENT: (
        REFUSED,
        "The deployments of {templates} templates over their present stacks fail",
    ),
    NewsKind.HANDLERS_FAIL: ("{handlers} will fail", "{number} handlers of {templates} templates will fail"),
    NewsKind.HANDLERS_DIFFER: (
        "{handlers} may fail or answer differently",
        "{number} handlers of {templates} templates may fail or answer differently",
    ),
    NewsKind.UNPROVEN: ("not proven", "The migrations of {templates} templates are not proven"),
}
"""What is said of one template and of several."""


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
