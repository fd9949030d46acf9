"""What a reviewer decides about one API, and the options that the command line would take for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from ..findings import Accept
from ..options import Keep, Options


class ReviewWay(str, Enum):
    """What is to become of an API; the value is what a summary calls it."""

    AT_ONCE = "migrate"
    BESIDE = "add the new API beside it"
    SPLIT = "add the new API beside it, without the routes that block"
    KEEP = "keep"
    LATER = "decide later"


@dataclass(frozen=True)
class Choice:
    """What is decided about one API.

    Arguments:
        api: its logical id.
        way: what becomes of it.
        accept: codes of losses that are taken, each with the reason; empty without one.
        clients: app clients of authorizers, as after ``--audience``.
        stage: as after ``--stage``; None for the usual.
        reason: why it is kept.
    """

    api: str
    way: ReviewWay = ReviewWay.LATER
    accept: tuple[tuple[str, str], ...] = ()
    clients: tuple[tuple[str, tuple[str, ...]], ...] = ()
    stage: str | None = None
    reason: str = ""

    def options(self, base: Options, way: ReviewWay | None = None) -> Options:
        """The options that ask for it.

        Arguments:
            base: what the settings ask for.
            way: another way than the chosen one, to see what it would give.
        """
        wanted = way or self.way
        beside = wanted in (ReviewWay.BESIDE, ReviewWay.SPLIT)
        return replace(
            base,
            apis=(self.api,),
            accept=(*base.accept, *(Accept(code, self.api) for code, _ in self.accept)),
            audiences=(*base.audiences, *self.clients),
            stage=base.stage if self.stage is None else self.stage,
            side_by_side=beside,
            split=wanted is ReviewWay.SPLIT,
            keep=(*base.keep, Keep(self.api, self.reason)) if wanted is ReviewWay.KEEP else base.keep,
        )


@dataclass
class Choices:
    """The choices about one template, in the order in which they were made; the last ones can be taken back."""

    made: list[Choice] = field(default_factory=list)

    def of(self, api: str) -> Choice:
        """The latest choice about an API.

        Arguments:
            api: its logical id.
        """
        return next((each for each in reversed(self.made) if each.api == api), Choice(api))

    def latest(self) -> list[Choice]:
        """The choice that holds for each API, in the order of the first one."""
        return [self.of(api) for api in dict.fromkeys(each.api for each in self.made)]


def grouped(choices: Iterable[Choice]) -> list[tuple[Choice, ...]]:
    """Choices that one run of the command can carry out: those that ask for the same in all but the API.

    Arguments:
        choices: those that change something.
    """
    groups: dict[tuple[object, ...], list[Choice]] = {}
    for each in choices:
        if each.way in (ReviewWay.AT_ONCE, ReviewWay.BESIDE, ReviewWay.SPLIT):
            groups.setdefault((each.way, each.stage), []).append(each)
    return [tuple(group) for group in groups.values()]


def joined(group: Sequence[Choice], base: Options) -> Options:
    """The options for a group.

    Arguments:
        group: choices that ask for the same in all but the API.
        base: what the settings ask for.
    """
    first, *rest = (each.options(base) for each in group)
    for options in rest:
        first = replace(
            first,
            apis=(*first.apis, *options.apis),
            accept=tuple(dict.fromkeys((*first.accept, *options.accept))),
            audiences=tuple(dict.fromkeys((*first.audiences, *options.audiences))),
        )
    return first
