"""How often each kind of finding was met, as linters count theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..migration import Migration
from .paint import Look, level_style
from .placed import Matter, grouped, matter, placed
from .words import label, level

_ORDER = {each: number for number, each in enumerate(Matter)}
_HEAD = ("FOUND", "TEMPLATES", "LEVEL", "CODE")


@dataclass
class FindingCount:
    """One kind of finding.

    Arguments:
        what: what its code says.
        style: how its level is painted.
        number: how often it is listed.
        templates: paths of the templates that it is listed for.
    """

    what: str
    style: str
    number: int = 0
    templates: set[str] = field(default_factory=set)


class Statistics:
    """What was found in a run, kind by kind; it keeps no results."""

    def __init__(self) -> None:
        self._counts: dict[tuple[Matter, str, str], FindingCount] = {}

    def add(self, migration: Migration) -> None:
        """Count what is said of one template."""
        for entry, *_ in grouped(placed(migration)):
            finding = entry.finding
            kind = (matter(finding), level(finding), label(finding))
            counted = self._counts.setdefault(kind, FindingCount(finding.code.what, level_style(finding)))
            counted.number += 1
            counted.templates.add(migration.source.path)

    def lines(self, look: Look) -> Iterator[str]:
        """A line for each kind: how often, in how many templates, level, code and what it is."""
        if not self._counts:
            return
        ordered = sorted(self._counts.items(), key=lambda entry: (_ORDER[entry[0][0]], -entry[1].number, entry[0][2]))
        weights, names = (max(len(kind[at]) for kind in self._counts) for at in (1, 2))
        found, templates, *texts = _HEAD
        head = (found, templates, *(text.ljust(width) for text, width in zip(texts, (weights, names), strict=True)))
        yield look.paint("  ".join(head).rstrip(), "bold")
        for (_, weight, name), counted in ordered:
            numbers = (str(counted.number).rjust(len(found)), str(len(counted.templates)).rjust(len(templates)))
            painted = look.paint(weight.ljust(weights), counted.style)
            yield "  ".join((*numbers, painted, name.ljust(names), counted.what))
