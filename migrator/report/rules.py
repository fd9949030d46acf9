"""What the codes mean, for `explain` and `rules`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from .. import __version__
from ..findings import Code, Level
from .meaning import CodeSection, Shape, marks, sections
from .paint import LEVEL_STYLES, Look
from .placed import LEVEL_ORDER
from .sanitize import clean

VERSION = 1
_GAP = "  "
_WIDEST = max(len(level.value) for level in Level) + len(_GAP)


def explain(code: Code, look: Look) -> str:
    """Print everything about one code."""
    return "\n\n".join(_sections(code, look)) + "\n"


def table(codes: Iterable[Code], look: Look, *, cut: bool) -> str:
    """Print all codes, a line each, the weightiest first.

    Arguments:
        cut: whether a line ends at the width of the terminal; for another program it is whole.
    """
    ordered = sorted(codes, key=lambda code: (LEVEL_ORDER[code.level], code.name))
    name, weight = (max(map(len, column)) for column in zip(*((c.name, c.level.value) for c in ordered), strict=True))
    lines = [look.paint("S touches access, A can be accepted; all of one code: sam-migrate explain CODE", "dim")]
    for code in ordered:
        marks = f"{'S' if code.security else '-'}{'A' if _accept(code) else '-'}"
        room = look.width - name - weight - len(marks) - 3 * len(_GAP)
        level = look.paint(code.level.value.ljust(weight), LEVEL_STYLES[code.level])
        lines.append(
            _GAP.join((code.name.ljust(name), level, marks, _cut(code.what, room, look) if cut else code.what))
        )
    return "\n".join(lines) + "\n"


def _cut(text: str, room: int, look: Look) -> str:
    return text if len(text) <= room else f"{text[: max(0, room - len(look.more))].rstrip()}{look.more}"


def data(code: Code) -> dict[str, Any]:
    """Everything about one code, for programs."""
    levels = dict(code.levels)
    return {
        "code": code.name,
        "levels": [{"level": level.value, "when": levels.get(level, "")} for level in code.possible],
        "security": code.security,
        "acceptable": code.level is Level.BLOCKER and code.acceptable,
        "ways": list(code.ways),
        "direction": code.only or None,
        "what": code.what,
        "why": code.why,
        "remedy": code.remedy,
        "example": {"before": code.example.before, "after": code.example.after} if code.example else None,
        "docs": code.docs,
    }


def json_of(codes: Iterable[Code]) -> str:
    """Print codes for programs, by name."""
    entries = [data(code) for code in sorted(codes, key=lambda code: code.name)]
    return json.dumps({"version": VERSION, "tool": __version__, "codes": entries}, indent=2) + "\n"


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


def _accept(code: Code) -> bool:
    """Whether ``--accept`` takes the code, or a way around it."""
    return code.level is Level.BLOCKER and (code.acceptable or bool(code.ways))
