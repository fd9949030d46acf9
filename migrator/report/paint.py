"""How text looks: width and colour of the place it is printed on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..findings import Finding, Level
from .sanitize import clean_line

_RESET = "\x1b[0m"
# The terminal's own colours and no backgrounds: its theme makes them readable on light and on dark. Warnings are
# yellow, as everywhere; bold, since light themes show it dark then. A marked part is reversed.
_STYLES = {
    "bold": "\x1b[1m",
    "dim": "\x1b[2m",
    "red": "\x1b[31m",
    "green": "\x1b[32m",
    "key": "\x1b[34m",
    "alarm": "\x1b[1;31m",
    "caution": "\x1b[1;33m",
    "red-marked": "\x1b[7;31m",
    "green-marked": "\x1b[7;32m",
}
LEVEL_STYLES = {Level.BLOCKER: "alarm", Level.WARNING: "caution", Level.INFO: "bold"}

_WORD = re.compile(r"--[a-z-]+ \S+|\S+")  # an option stays with its value

NARROWEST, WIDEST = 40, 110
"""Prose outside these widths is hard to read, whatever the terminal's width."""


@dataclass(frozen=True)
class Look:
    """Where text is printed.

    Arguments:
        width: columns of the terminal.
        colour: whether it takes ANSI colours.
        brief: whether only what a run adds up to is wanted there.
        full: whether changes and findings that repeat themselves are shown each time.
        plain: whether it shows nothing outside ASCII, as Windows code pages do not.
    """

    width: int = 80
    colour: bool = False
    brief: bool = False
    full: bool = False
    plain: bool = False

    @property
    def bar(self) -> str:
        """What stands between two columns."""
        return "|" if self.plain else "│"

    @property
    def more(self) -> str:
        """What stands for text that is left out."""
        return "..." if self.plain else "…"

    def paint(self, text: str, style: str) -> str:
        """Colour a text, or hand it back as it is."""
        return f"{_STYLES[style]}{text}{_RESET}" if self.colour and text else text

    def wrap(self, text: str, indent: int, *, hang: int = 0) -> str:
        """Fill text to the width, made harmless.

        Arguments:
            indent: spaces before each line.
            hang: further spaces before every line but the first.
        """
        limit = max(NARROWEST, min(self.width, WIDEST))
        lines = [" " * indent]
        empty = True
        for word in map(clean_line, _WORD.findall(text)):
            if not empty and len(lines[-1]) + 1 + len(word) > limit:
                lines.append(" " * (indent + hang))
                empty = True
            lines[-1] += word if empty else f" {word}"
            empty = False
        return "\n".join(lines)


def level_style(finding: Finding) -> str:
    """How the level of a finding is painted; a loss that is taken is no alarm any more."""
    return "caution" if finding.accepted else LEVEL_STYLES[finding.level]
