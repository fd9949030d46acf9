"""The report of ``verify``: two templates compared. What it says is said here; the formats only print it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import groupby

from ...proof.comparison import Comparison, ComparisonResult
from ...proof.difference import Difference
from ...proof.pairing import ApiPair
from ..news import refusal
from ..paint import Look
from ..words import count, together

TEXT = "text"
MODULES = {"json": "document", "markdown": "markdown", "html": "page", "github": "annotations"}
"""The module of each format but text; its ``render`` takes what was compared."""


@dataclass(frozen=True)
class Compared:
    """Two templates compared, or why they could not be.

    Arguments:
        before: how the template before was named, and ``after`` the one after.
        comparison: what comparing showed; None when a template could not be compared.
        error: why not.
    """

    before: str
    after: str
    comparison: Comparison | None
    error: str | None = None


@dataclass(frozen=True)
class LastLine:
    """One of the last lines.

    Arguments:
        heading: such as ``Different:``.
        sentence: what follows it.
        style: ``good``, ``caution`` or ``alarm``.
    """

    heading: str
    sentence: str
    style: str


def render(name: str, compared: Compared, look: Look) -> str:
    """Print a comparison.

    Arguments:
        name: ``text``, or one of `MODULES`.
    """
    if name == TEXT:
        from . import text

        return text.render(compared.comparison, look) if compared.comparison is not None else ""
    rendered: str = import_module(f".{MODULES[name]}", __package__).render(compared)
    return rendered


def pair(found: ApiPair) -> str:
    """Say which APIs belong together."""
    before, after = (
        f"{name} ({kind.upper()})" for name, kind in zip((found.before, found.after), found.kinds, strict=True)
    )
    names = before if before == after else f"{before} -> {after}"
    return f"{names}: {count(found.routes, 'route')}, matched by {found.match.value}"


def folded(differences: Sequence[Difference]) -> Iterator[tuple[Difference, str]]:
    """Sentences on differences, of several routes once where they say the same; each with one that it is about.

    Arguments:
        differences: in their order.
    """
    for _, alike in groupby(differences, key=mark):
        found = list(alike)
        yield from ((found[0], sentence) for sentence in together([each.sentence for each in found]))


def mark(difference: Difference) -> str:
    """What a difference weighs, in a word."""
    return "weaker" if difference.weaker else "differs"


def missing(comparison: Comparison) -> list[str]:
    """What was not compared, without the words that say so."""
    return [sentence.removeprefix("not compared: ") for sentence in comparison.uncompared]


def verdicts(comparison: Comparison) -> Iterator[LastLine]:
    """What it all comes to, and the worst news last: the last lines of every format."""
    yield _verdict(comparison)
    if comparison.plan.refused:
        yield LastLine("The deployment over the present stack fails:", f"{refusal(comparison.plan)}.", "alarm")


def _verdict(comparison: Comparison) -> LastLine:
    routes = count(sum(found.routes for found in comparison.pairs), "route")
    left = f"{count(len(comparison.uncompared), 'thing')} not compared" if comparison.uncompared else ""
    taken = f"{count(len(comparison.accepted), 'difference')} accepted" if comparison.accepted else ""
    notes = "".join(f"; {note}" for note in (left, taken) if note)
    if comparison.status is ComparisonResult.DIFFERENT:
        weaker = sum(difference.weaker for difference in comparison.differences)
        security = f", {weaker} of them with weaker access" if weaker else ""
        return LastLine("Different:", f"{count(len(comparison.differences), 'difference')}{security}{notes}.", "alarm")
    if comparison.status is ComparisonResult.INCOMPLETE:
        return LastLine("Incomplete:", f"nothing that was compared differs ({routes}){notes}.", "caution")
    return LastLine("Equal:", f"{routes}, targets and access control{notes}.", "good")
