"""What comparing two handlers shows, and what both sides' failures say about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from .announced import OF_ACCESS
from .outcomes import EventOutcome, Failure, FailureKind
from .requests import FormatTrap, Request

_MOST = 100
"""Characters of each of two texts that a sentence contrasts."""
IDLE = "it fails on every request before and after, which shows nothing"


class Weight(str, Enum):
    """What a difference means."""

    DIFFERENT = "different"
    """Clients are served otherwise."""
    ANNOUNCED = "announced"
    """Clients are served otherwise, and a finding says so."""
    KNOWN = "expected"
    """The two event formats differ in this request by nature, whatever the code does."""
    UNKNOWN = "not compared"
    """It could not be compared. This is no proof of anything, least of all that nothing differs."""


@dataclass(frozen=True)
class Deviation:
    """One thing that differs, or that could not be compared.

    Arguments:
        weight: what it means.
        sentence: names the route, the request and what differs.
        route: the route, ``GET /items/{id}``; empty where it is about the function.
        requests: names of the requests; none where it is about all.
    """

    weight: Weight
    sentence: str
    route: str = ""
    requests: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judgement:
    """What two outcomes of one request show.

    Arguments:
        what: what differs, in words; None when nothing does.
        unknown: what could not be compared, and why; None when all could.
        lively: whether a side served the request: two failures are alike and show nothing.
        excusable: whether a trap can be the cause.
        trap: the trap that shows in the outcomes; None for the one that the request is made for.
        opened: whether a client gets in that was kept out.
    """

    what: str | None = None
    unknown: str | None = None
    lively: bool = True
    excusable: bool = True
    trap: FormatTrap | None = None
    opened: bool = False


@dataclass(frozen=True)
class Judged:
    """A request and what it showed.

    Arguments:
        request: what the client sent.
        judgement: what its outcomes show.
        trap: why the formats differ in it by nature; None where they should not.
        foretold: code of the finding that foretold what it shows; None where none did.
    """

    request: Request
    judgement: Judgement
    trap: FormatTrap | None = None
    foretold: str | None = None

    @property
    def open(self) -> bool:
        """Whether it shows a difference for which there is no reason yet."""
        return self.judgement.what is not None and self.trap is None and self.foretold is None


def differences(label: str, judged: Sequence[Judged]) -> Iterator[Deviation]:
    """Say what the requests of one route showed, the same thing once.

    Arguments:
        label: the route.
        judged: its requests.
    """
    # What other requests show as well is not the trap's doing.
    plain = {one.judgement.what for one in judged if one.open}
    found: dict[tuple[str, FormatTrap | None, str | None], list[tuple[str, str]]] = {}
    for one in judged:
        if (what := one.judgement.what) is not None:
            trap = None if what in plain else one.trap
            # Values that are only written in another way are told once, whichever they are.
            key = ("" if trap in OF_ACCESS else what, trap, one.foretold)
            found.setdefault(key, []).append((one.request.name, what))
    for (_, trap, foretold), shown in found.items():
        names, what = [name for name, _ in shown], shown[0][1]
        more = f" and {len(names) - 1} more request{'s'[: len(names) - 2]}" if len(names) > 1 else ""
        why = f" ({trap.value})" if trap else f" (see {foretold})" if foretold else ""
        weight = Weight.KNOWN if trap else Weight.ANNOUNCED if foretold else Weight.DIFFERENT
        yield Deviation(weight, f"{label} with {names[0]}{more}: {what}{why}", label, tuple(names))
    reasons = (one.judgement.unknown for one in judged)
    yield from _summed(label, [reason for reason in reasons if reason], len(judged))
    if not any(one.judgement.lively for one in judged):
        yield Deviation(Weight.UNKNOWN, f"{label}: {IDLE}", label)


def unloaded(old: tuple[EventOutcome, ...], new: tuple[EventOutcome, ...]) -> Deviation | None:
    """What there is to say when a side cannot be loaded.

    Arguments:
        old: outcomes before.
        new: outcomes after.
    """
    before, after = (next((_load(o) for o in side if _load(o)), None) for side in (old, new))
    if after is not None and after != before:
        return Deviation(Weight.DIFFERENT, f"the new code cannot be loaded: {told(after)}")
    if before is None:
        return None
    both = "neither the old nor the new code can be loaded here"
    what = both if after is not None else "the old code cannot be loaded here, the new can"
    return Deviation(Weight.UNKNOWN, f"nothing was compared: {what} ({told(before)})")


def _load(outcome: EventOutcome) -> Failure | None:
    failure = outcome.failure
    return failure if failure is not None and failure.kind is FailureKind.LOAD else None


def apart(old: EventOutcome, new: EventOutcome) -> Judgement | None:
    """Judge two outcomes by what they attempted and how far they came; None when the answers decide.

    Arguments:
        old: outcome before.
        new: outcome after.
    """
    kinds = {outcome.failure.kind: outcome.failure.message for outcome in (old, new) if outcome.failure}
    if FailureKind.NOT_RUN in kinds:
        return Judgement(unknown=kinds[FailureKind.NOT_RUN])
    if old.attempts != new.attempts:
        before, after = contrast(" and ".join(old.attempts), " and ".join(new.attempts))
        nothing = "nothing outside itself"
        return Judgement(f"it tried {before or nothing} and now tries {after or nothing}")
    if FailureKind.STOPPED in kinds:
        what = _short(old.attempts[-1])
        return Judgement(unknown=f"both sides are alike up to {what}, which is not made here")
    return None


def _summed(route: str, reasons: Iterable[str], requests: int) -> Iterator[Deviation]:
    """One difference for each reason why requests of a route could not be compared."""
    for reason, count in Counter(reasons).items():
        yield Deviation(Weight.UNKNOWN, f"{route}, {count} of {requests} requests: {reason}", route)


def kept(old: EventOutcome) -> str | None:
    """What both sides tried in vain and got over; None when they tried nothing.

    Arguments:
        old: outcome of either side; they tried the same.
    """
    return f"both sides were kept from {_short(old.attempts[-1])}, and went on" if old.attempts else None


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
        limit: most characters.
    """
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def contrast(old: str, new: str) -> tuple[str, str]:
    """Two texts cut so that what differs is still in them.

    Arguments:
        old: any text.
        new: another.
    """
    before, after = (" ".join(text.split()) for text in (old, new))
    pairs = enumerate(zip(before, after, strict=False))
    shared = next((index for index, (left, right) in pairs if left != right), min(len(before), len(after)))
    start = 0 if max(len(before), len(after)) <= _MOST else max(0, shared - _MOST // 3)
    cuts = [cut(text[start:], _MOST) for text in (before, after)]
    return (cuts[0], cuts[1]) if start == 0 else (f"…{cuts[0]}", f"…{cuts[1]}")


def _short(attempt: str) -> str:
    return attempt.partition(" {")[0]
