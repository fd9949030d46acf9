"""How conditions are written as texts: two that mean the same are one."""

from __future__ import annotations

from typing import Any, Final

from .intrinsics import plain, text

NOT: Final = "not "


def negated(said: str) -> str:
    """The opposite of a condition."""
    return said.removeprefix(NOT) if said.startswith(NOT) else f"{NOT}{said}"


def equal(left: Any, right: Any) -> tuple[bool | None, str]:
    """Whether two values are the same, None where that is not known, and the condition as a text."""
    sides = sorted((text(left), text(right)), key=lambda side: "${" not in side)
    said = " = ".join(plain(side) for side in sides)
    if sides[0] == sides[1]:
        return True, said
    return (None if any(map(_is_unknown, (left, right))) else False), said


def _is_unknown(value: Any) -> bool:
    """Whether a value is known at deployment only; dynamic references are."""
    return isinstance(value, (dict, list)) or (isinstance(value, str) and "{{resolve:" in value)
