"""What an inventory adds up to, as the terminal shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ..report.words import count
from .readiness import CHANGE, OPTION, STAYS, TODAY
from .rows import ApiRow, Row, TemplateRow

_WORDS = {
    TODAY: "can move today",
    OPTION: "can move with an option",
    CHANGE: "must change first",
    STAYS: "will stay",
}
_BLOCKERS = 5


@dataclass(eq=False)
class FleetSums:
    """Counts; no row is kept.

    Arguments:
        repositories: how many were looked at.
    """

    repositories: int = 0
    templates: int = 0
    unread: int = 0
    """Templates and repositories that could not be judged."""
    lost: int = 0
    """Repositories among them."""
    apis: Counter[str] = field(default_factory=Counter)
    """By kind."""
    ready: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By direction and readiness."""
    blockers: Counter[tuple[str, str]] = field(default_factory=Counter)
    """APIs by direction and each code that keeps them."""
    alone: Counter[tuple[str, str]] = field(default_factory=Counter)
    """APIs by direction and the one code that keeps them."""

    def add(self, rows: Iterable[Row]) -> None:
        """Count some rows.

        Arguments:
            rows: of any table.
        """
        for row in rows:
            if isinstance(row, TemplateRow):
                self.templates += bool(row.path)
                self.unread += bool(row.error)
                self.lost += not row.path
            elif isinstance(row, ApiRow):
                self.apis[row.kind] += 1
                self.ready[row.direction, row.readiness] += 1
                codes = [(row.direction, code) for code in row.blockers]
                self.blockers.update(codes)
                self.alone.update(codes if len(codes) == 1 else ())

    def summary(self) -> str:
        """Some lines for a person."""
        return "".join(f"{line}\n" for line in self._lines())

    def statistics(self) -> str:
        """By how many APIs each code keeps from moving, and of how many it is the only one that does."""
        found = sorted(self.blockers.items(), key=lambda entry: (-entry[1], entry[0]))
        width = len(str(max(self.blockers.values(), default=0)))
        lines = (f"{n:>{width}}  {self.alone[way, code]:>{width}} alone  {way}  {code}" for (way, code), n in found)
        return "".join(f"{line}\n" for line in lines)

    def _lines(self) -> Iterator[str]:
        apis = f"{count(self.apis['rest'], 'REST API')}, {count(self.apis['http'], 'HTTP API')}"
        yield f"{count(self.repositories, 'repository', 'repositories')}, {count(self.templates, 'template')}: {apis}."
        if self.apis["rest"]:
            parts = (f"{self.ready['to-http', word]} {said}" for word, said in _WORDS.items())
            yield f"REST APIs to HTTP APIs: {', '.join(parts)}."
        most = [f"{code} ({number})" for (way, code), number in self.blockers.most_common() if way == "to-http"]
        if most:
            yield f"What keeps most of them: {', '.join(most[:_BLOCKERS])}."
        if self.unread:
            lost = count(self.lost, "repository", "repositories")
            unread = count(self.unread - self.lost, "template")
            yield f"{unread} and {lost} could not be judged; their rows say why."
