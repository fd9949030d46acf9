"""How conditions are written as texts: two that mean the same are one."""

from __future__ import annotations

from typing import Any, Final

from .intrinsics import plain, text

NOT: Final = "not "


def negated(said: str) -> str:
    """The opposite of a condition."""
    return said.removeprefix(NOT) if said.startswith(NOT) else f"{NOT}{said}"


def equal(left: Any, right: Any) -> tuple[bool | None, str, tuple[str, str]]:
    """Whether two values are the same, None where that is not known, the condition as a text, and what it compares.

    That is a name and the text that it is compared with; two empty texts where it is anything else.
    """
    sides = sorted((text(left), text(right)), key=lambda side: ("${" not in side, side))
    said = " = ".join(plain(side) for side in sides)
    if sides[0] == sides[1]:
        return True, said, ("", "")
    unknown = [_is_unknown(each) for each in (left, right)]
    known = "${" in sides[0] and "${" not in sides[1] and sum(unknown) == 1
    return None if any(unknown) else False, said, (plain(sides[0]), sides[1]) if known else ("", "")


def _is_unknown(value: Any) -> bool:
    """Whether a value is known at deployment only; dynamic references are."""
    return isinstance(value, (dict, list)) or (isinstance(value, str) and "{{resolve:" in value)
