"""Sentences that every report for people says alike; harmless only once the report has made them so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..findings import Finding
from ..migration import ApiOutcome, HandlerOutcome, HandlerStatus, Migration, Status
from ..options import FINISH, SIDE_BY_SIDE, SWITCH, UNDO, Direction
from ..preview import asked
from ..routes import Proof, Verification
from . import Mode, Totals

ACCEPTED = "accepted"
"""What a loss is listed as that the user took."""

KINDS = {Direction.TO_HTTP: ("a REST API", "an HTTP API"), Direction.TO_REST: ("an HTTP API", "a REST API")}
"""What an API is before and after."""

_MIGRATED = "migrated"
_GROWN = "extended beside the old"
_DONE = {
    SIDE_BY_SIDE: "added beside the old",
    SWITCH: "switched",
    FINISH: "finished",
    UNDO: "taken one step back",
}

_NAMED = 4


def picked(value: object, *names: str) -> dict[str, Any]:
    """Attributes by their names, for a report that is data: JSON has an enumeration of texts as its value.

    Arguments:
        value: what has them.
        names: in their order.
    """
    return {name: getattr(value, name) for name in names}


def count(number: int, noun: str, several: str = "") -> str:
    """A number and its noun, such as ``2 routes``.

    Arguments:
        several: the noun of several; with an s unless it is given.
    """
    return f"{number} {noun}" if number == 1 else f"{number} {several or f'{noun}s'}"


def as_done(word: str, mode: Mode) -> str:
    """What was done, or would be: a dry run does nothing.

    Arguments:
        word: such as ``migrated``.
    """
    return word if mode.writes else "would migrate" if word == _MIGRATED else f"would be {word}"


def done(api: ApiOutcome, mode: Mode) -> str:
    """What became, or would become, of an API that migrated, or took a step."""
    return as_done(_GROWN if api.grows else _DONE.get(api.step, _MIGRATED), mode)


def became(api: ApiOutcome, mode: Mode) -> str:
    """What became of an API, in a word or a few."""
    return done(api, mode) if api.status is Status.MIGRATED else api.status.value


def handled(handler: HandlerOutcome, mode: Mode) -> str:
    """What became of a handler, likewise."""
    status = handler.status
    return as_done(status.value, mode) if status is HandlerStatus.REWRITTEN else status.value


def outcome(migration: Migration, mode: Mode) -> str:
    """What became of a template, likewise."""
    ways = {done(api, mode) for api in migration.apis if api.status is Status.MIGRATED}
    return ways.pop() if migration.status is Status.MIGRATED and len(ways) == 1 else migration.status.value


def some(names: Sequence[str], most: int = _NAMED) -> str:
    """The first names of a list, and how many more there are."""
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown


def together(sentences: Sequence[str]) -> list[str]:
    """Sentences of the form ``SUBJECT: what``, once for all subjects of which the same is said.

    Arguments:
        sentences: such as ``GET /orders of Api: the API key would no longer be needed``.
    """
    subjects: dict[tuple[str, str], list[str]] = {}
    for sentence in sentences:
        subject, colon, what = sentence.partition(": ")
        name, of, owner = subject.rpartition(" of ")
        about = (f"{of}{owner}{colon}{what}", name) if of and colon else (sentence, "")
        subjects.setdefault((about[0], "" if about[1] else sentence), []).append(about[1])
    return [f"{some(names)}{what}" for (what, _), names in subjects.items()]


def label(finding: Finding) -> str:
    """The code of a finding, and whether it is about access, such as ``iam (security)``."""
    return f"{finding.code.name} (security)" if finding.code.security else finding.code.name


def level(finding: Finding) -> str:
    """The level of a finding; a blocker that is accepted blocks nothing."""
    return ACCEPTED if finding.accepted else finding.level.value


def advice(finding: Finding) -> str:
    """What to do about a finding; nothing about a loss that is taken."""
    return "" if finding.accepted else finding.help


def advised(finding: Finding, between: str) -> str:
    """What a finding says, and what to do about it.

    Arguments:
        between: what stands between the two.
    """
    return between.join(filter(None, (finding.message, advice(finding))))


def summary(sums: Totals, mode: Mode) -> str:
    """What a run adds up to, in one line."""
    if not (said := counted(sums, mode)):
        return "Nothing migrated." if sums.errors else "Nothing to migrate."
    change = f"{'will' if mode.writes else 'would'} change."
    urls = {0: "", 1: f" Endpoint URL {change}"}.get(sums.moved, f" Endpoint URLs {change}")
    return f"{said}.{urls}"


def counted(sums: Totals, mode: Mode) -> str:
    """How many APIs went and stayed, and why; empty where there is none of either."""
    parts = []
    if sums.apis:
        parts.append(f"{count(sums.apis, 'API')} {went(sums, mode)} ({count(sums.routes, 'route')})")
    if sums.blocked_apis:
        why = f": {some(sums.codes)}" if sums.codes else ""
        parts.append(f"{sums.blocked_apis if parts else count(sums.blocked_apis, 'API')} blocked{why}")
    if sums.kept:
        parts.append(f"{sums.kept if parts else count(sums.kept, 'API')} kept")
    return ", ".join(parts)


def went(sums: Totals, mode: Mode) -> str:
    """What became, or would become, of the APIs that migrated, or took a step."""
    way = _DONE.get(sums.steps[0], _MIGRATED) if len(sums.steps) == 1 else _MIGRATED
    ways = (*[way] * (sums.grown < sums.apis or not sums.apis), *[_GROWN] * (sums.grown > 0))
    return as_done(" or ".join(ways), mode)


def preview(migration: Migration) -> str:
    """What a preview is, and what makes it the migration."""
    return f"Preview: not migrated unless you add --accept {','.join(asked(migration))}"


def kept(api: ApiOutcome) -> str:
    """That an API is kept, and why."""
    return f"kept as it is: {api.reason}" if api.reason else "kept as it is"


def _fewer_clients(verification: Verification) -> bool:
    """Whether a route took the tokens of every app client of a pool and takes those of named ones now."""
    return any(
        row.before is not None and row.after is not None and row.before.clients == () and row.after.clients
        for row in verification.routes
    )


def verdict(migration: Migration) -> tuple[str, str]:
    """What comparing the compiled templates showed: a heading, and the sentence after it."""
    verification = migration.verification
    if verification.status is Proof.EQUIVALENT:
        routes = sum(api.routes for api in migration.apis if api.status is Status.MIGRATED)
        rest = "otherwise " if verification.announced else ""
        clients = ", but only the app clients that the findings name are let in" if _fewer_clients(verification) else ""
        return "Verified:", f"{count(routes, 'route')}, targets and access control {rest}equal{clients}."
    if verification.status is Proof.DIFFERENT:
        return "Verification failed:", migration.source.path
    return "Not verified:", verification.reason or verification.status.value


def announced(migration: Migration) -> str:
    """What the list of differences that findings announce is about, as a heading."""
    beside = any(api.step == SIDE_BY_SIDE for api in migration.apis)
    return f"{'The new API differs from the old one' if beside else 'Differs'} as the findings announce:"
