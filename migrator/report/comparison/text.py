"""A comparison for people at a terminal: what belongs together, what differs, the plan, the verdict."""

from __future__ import annotations

from collections.abc import Iterator

from ...proof.comparison import Comparison
from ...proof.difference import Difference
from ..paint import Look
from ..text import deployment
from . import folded, mark, missing, pair, verdicts

_STYLES = {"good": "green", "caution": "caution", "alarm": "alarm"}


def render(comparison: Comparison, look: Look) -> str:
    """Print a comparison."""
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
        *((mark(d), told, "alarm" if d.weaker else "caution") for d, told in folded(comparison.differences)),
        *(("not compared", sentence, "caution") for sentence in missing(comparison)),
        *(("accepted", _accepted(d, told), "bold") for d, told in folded(comparison.accepted)),
    ]
    width = max((len(word) for word, _, _ in entries), default=0) + 2
    for word, sentence, style in entries:
        yield f"{look.paint(word.ljust(width), style)}{look.wrap(sentence, width).lstrip()}"


def _accepted(difference: Difference, sentence: str) -> str:
    return f"{sentence} (weaker access)" if difference.weaker else sentence


def _verdicts(comparison: Comparison, look: Look) -> Iterator[str]:
    for verdict in verdicts(comparison):
        heading = look.paint(verdict.heading, _STYLES[verdict.style])
        indent = len(verdict.heading) + 1
        yield f"{heading} {look.wrap(verdict.sentence, indent, hang=2 - indent).lstrip()}"
