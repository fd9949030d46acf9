"""A comparison for people at a terminal: what belongs together, what differs, the plan, the verdict."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ...proof.comparison import Comparison
from ...proof.difference import Difference
from ..paint import Look
from ..text import deployment
from ..words import together
from . import mark, missing, pair, verdicts

_STYLES = {"good": "green", "caution": "caution", "alarm": "alarm"}


def render(comparison: Comparison, look: Look) -> str:
    """Print a comparison.

    Arguments:
        comparison: what comparing showed.
        look: where it is printed.
    """
    parts = [
        [look.wrap(pair(found), 0, hang=2) for found in comparison.pairs] or ["No APIs that belong together."],
        list(_found(comparison, look)),
        [look.wrap(f"note: {note}", 0, hang=len("note: ")) for note in comparison.notes],
        list(deployment(comparison.plan, look)),
        list(_verdicts(comparison, look)),
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def _found(comparison: Comparison, look: Look) -> Iterator[str]:
    """A line for each thing that was found, with what it is before it."""
    entries = [
        *((mark(d), "alarm" if d.weaker else "caution", d.sentence) for d in comparison.differences),
        *(("not compared", "caution", sentence) for sentence in missing(comparison)),
        *(("accepted", "bold", _accepted(d)) for d in comparison.accepted),
    ]
    width = max((len(word) for word, _, _ in entries), default=0) + 2
    for (word, style), alike in groupby(entries, key=lambda entry: entry[:2]):
        for sentence in together([sentence for _, _, sentence in alike]):
            yield f"{look.paint(word.ljust(width), style)}{look.wrap(sentence, width).lstrip()}"


def _accepted(difference: Difference) -> str:
    return f"{difference.sentence} (weaker access)" if difference.weaker else difference.sentence


def _verdicts(comparison: Comparison, look: Look) -> Iterator[str]:
    for verdict in verdicts(comparison):
        heading = look.paint(verdict.heading, _STYLES[verdict.style])
        indent = len(verdict.heading) + 1
        yield f"{heading} {look.wrap(verdict.sentence, indent, hang=2 - indent).lstrip()}"
