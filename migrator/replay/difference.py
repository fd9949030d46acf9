"""What comparing two handlers shows, and what both sides' failures say about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from .outcomes import Failure, FailureKind, Outcome


class Weight(str, Enum):
    """What a difference means."""

    DIFFERENT = "different"
    """Clients are served otherwise."""
    KNOWN = "known"
    """The two event formats differ in this request by nature, whatever the code does."""
    UNKNOWN = "unknown"
    """It could not be compared. This is no proof of anything, least of all that nothing differs."""


@dataclass(frozen=True)
class Difference:
    """One thing that differs, or that could not be compared.

    Arguments:
        weight: what it means.
        sentence: names the route, the request and what differs.
        route: the route, ``GET /items/{id}``; empty where it is about the function.
        request: name of the request; empty where it is about all.
    """

    weight: Weight
    sentence: str
    route: str = ""
    request: str = ""


def unloaded(old: tuple[Outcome, ...], new: tuple[Outcome, ...]) -> Difference | None:
    """What there is to say when a side cannot be loaded.

    Arguments:
        old: outcomes before.
        new: outcomes after.
    """
    before, after = (next((_load(o) for o in side if _load(o)), None) for side in (old, new))
    if after is not None and after != before:
        return Difference(Weight.DIFFERENT, f"the new code cannot be loaded: {told(after)}")
    if before is None:
        return None
    both = (
        "neither the old nor the new code" if after is not None else "the old code cannot be loaded here, the new can"
    )
    tail = f"{both} can be loaded here ({told(before)})" if after is not None else f"{both} ({told(before)})"
    return Difference(Weight.UNKNOWN, f"nothing was compared: {tail}")


def _load(outcome: Outcome) -> Failure | None:
    failure = outcome.failure
    return failure if failure is not None and failure.kind is FailureKind.LOAD else None


def incomparable(old: Outcome, new: Outcome) -> str | None:
    """Why two outcomes that attempted the same cannot be compared; None when they can.

    Arguments:
        old: outcome before.
        new: outcome after.
    """
    for outcome in (old, new):
        if outcome.failure is not None and not outcome.failure.comparable:
            if outcome.failure.kind is FailureKind.STOPPED:
                return f"both sides are alike up to {_short(outcome.attempts[-1])}, which is not made here"
            return outcome.failure.message
    return None


def strayed(old: Outcome, new: Outcome) -> str | None:
    """How two outcomes differ in what they attempted; None when they do not.

    Arguments:
        old: outcome before.
        new: outcome after.
    """
    if old.attempts == new.attempts or FailureKind.NOT_RUN in (_kind(old), _kind(new)):
        return None
    return f"it tried {_listed(old.attempts)} and now tries {_listed(new.attempts)}"


def summed(route: str, reasons: Iterable[str], requests: int) -> Iterator[Difference]:
    """One difference for each reason why requests of a route could not be compared.

    Arguments:
        route: the route.
        reasons: one for each such request.
        requests: how many requests there were.
    """
    counted: dict[str, int] = {}
    for reason in reasons:
        counted[reason] = counted.get(reason, 0) + 1
    for reason, count in counted.items():
        yield Difference(Weight.UNKNOWN, f"{route}, {count} of {requests} requests: {reason}", route)


def told(failure: Failure | None) -> str:
    """A failure in a few words.

    Arguments:
        failure: why a handler gave no answer; None where the API does not take the answer it gave.
    """
    if failure is None:
        return "the API does not take what it returns"
    return cut(": ".join(part for part in (failure.type, failure.message) if part))


def cut(text: str, limit: int = 120) -> str:
    """Text that fits into a sentence.

    Arguments:
        text: any.
        limit: most characters.
    """
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def _kind(outcome: Outcome) -> FailureKind | None:
    return None if outcome.failure is None else outcome.failure.kind


def _short(attempt: str) -> str:
    return attempt.partition(" {")[0]


def _listed(attempts: tuple[str, ...]) -> str:
    return " and ".join(cut(attempt) for attempt in attempts) or "nothing outside itself"
