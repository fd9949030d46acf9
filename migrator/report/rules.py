"""What the codes mean, for `explain` and `rules`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..findings import Code, Level
from .paint import LEVEL_STYLES, Look
from .sanitize import clean

_ORDER = {level: number for number, level in enumerate(Level)}
_GAP = "  "
_WIDEST = max(len(level.value) for level in Level) + len(_GAP)
STRICT = "with `--strict`, in place of a warning"


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
    marks = [f"{', '.join(others)} or {last}" if others else last]
    if code.security:
        marks.append("security")
    if code.level is Level.BLOCKER:
        marks.append("can be accepted" if code.acceptable else "cannot be accepted")
    yield f"{look.paint(code.name, 'bold')}{_GAP}{', '.join(marks)}\n{look.wrap(code.what, 2)}"
    levels = "\n".join(_when(code, look))
    if levels:
        yield _section("Levels", levels, look)
    yield _section("Why", look.wrap(code.why, 2), look)
    if code.example:
        yield _section("Before", _fragment(code.example.before), look)
        yield _section("After", _fragment(code.example.after), look)
    yield _section("What to do", look.wrap(code.remedy, 2), look)
    if code.level is Level.BLOCKER and code.acceptable:
        yield _section("Take the loss", f"  --accept {code.name}, or --accept {code.name}:API for one API", look)
    if code.docs:
        yield _section("AWS documentation", f"  {code.docs}", look)


def _when(code: Code, look: Look) -> Iterator[str]:
    """A line for each level that the code can have; none where it is always the same."""
    lines = [*code.levels]
    if code.security and Level.WARNING in code.possible:
        lines = [*(lines or [(code.level, "without `--strict`")]), (Level.BLOCKER, STRICT)]
    for level, when in lines:
        shown = look.wrap(when, 2 + _WIDEST, hang=0).lstrip()
        yield f"  {look.paint(level.value, LEVEL_STYLES[level])}{' ' * (_WIDEST - len(level.value))}{shown}"


def _levels(code: Code) -> str:
    return "/".join(level.value for level in code.possible)


def _section(title: str, body: str, look: Look) -> str:
    return f"{look.paint(title, 'bold')}\n{body}"


def _fragment(text: str) -> str:
    return "\n".join(f"  | {line}".rstrip() for line in clean(text).strip("\n").split("\n"))


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
