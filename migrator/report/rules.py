"""What the codes mean, for `explain` and `rules`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..findings import Code, Level
from .meaning import CodeSection, Shape, marks, sections
from .paint import LEVEL_STYLES, Look
from .sanitize import clean

_ORDER = {level: number for number, level in enumerate(Level)}
_GAP = "  "
_WIDEST = max(len(level.value) for level in Level) + len(_GAP)


def explain(code: Code, look: Look) -> str:
    """Print everything about one code."""
    return "\n\n".join(_sections(code, look)) + "\n"


def table(codes: Iterable[Code], look: Look) -> str:
    """Print all codes, the weightiest first: level, whether it touches access, whether it can be accepted."""
    ordered = sorted(codes, key=lambda code: (_ORDER[code.level], code.name))
    head = ("CODE", "LEVEL", "SECURITY", "ACCEPT", "WHAT")
    rows = [(c.name, _levels(c), "yes" if c.security else "", _accept(c), c.what) for c in ordered]
    widths = [max(map(len, column)) for column in zip(*[row[:-1] for row in (head, *rows)], strict=True)]
    lines = [look.paint(_row(head, widths, look), "bold")]
    lines.extend(_row(row, widths, look, code.level) for row, code in zip(rows, ordered, strict=True))
    return "\n".join(lines) + "\n"


def _sections(code: Code, look: Look) -> Iterator[str]:
    *others, last = (look.paint(level.value, LEVEL_STYLES[level]) for level in code.possible)
    said = ", ".join([f"{', '.join(others)} or {last}" if others else last, *marks(code)])
    yield f"{look.paint(code.name, 'bold')}{_GAP}{said}\n{look.wrap(code.what, 2)}"
    for section in sections(code):
        yield f"{look.paint(section.title, 'bold')}\n{_BODIES[section.shape](section, look)}"


def _when(section: CodeSection, look: Look) -> str:
    """A line for each level that the code can have."""
    lines = []
    for level, when in section.levels:
        shown = look.wrap(when, 2 + _WIDEST, hang=0).lstrip()
        lines.append(f"  {look.paint(level.value, LEVEL_STYLES[level])}{' ' * (_WIDEST - len(level.value))}{shown}")
    return "\n".join(lines)


def _prose(section: CodeSection, look: Look) -> str:
    return look.wrap(section.text, 2)


def _address(section: CodeSection, _: Look) -> str:
    return f"  {section.text}"


def _fragment(section: CodeSection, _: Look) -> str:
    return "\n".join(f"  | {line}".rstrip() for line in clean(section.text).strip("\n").split("\n"))


_BODIES = {Shape.PROSE: _prose, Shape.LEVELS: _when, Shape.FRAGMENT: _fragment, Shape.ADDRESS: _address}


def _levels(code: Code) -> str:
    return "/".join(level.value for level in code.possible)


def _accept(code: Code) -> str:
    if code.level is not Level.BLOCKER:
        return "-"
    return "yes" if code.acceptable else f"={code.ways[0]}" if code.ways else "no"


def _row(row: tuple[str, ...], widths: list[int], look: Look, level: Level | None = None) -> str:
    cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
    indent = sum(widths) + len(_GAP) * len(widths)
    if level:
        cells[1] = look.paint(cells[1], LEVEL_STYLES[level])
    return _GAP.join([*cells, look.wrap(row[-1], indent).lstrip()])
