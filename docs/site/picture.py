"""What a terminal shows of a first run, as pictures for light and dark pages, made from what the program prints."""

from __future__ import annotations

import io
import re
import shutil
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from . import console

WIDTH = 92
FIRST, THEN = 25, "Verified:"
"""Lines of the report that are shown at its beginning, and how the line begins that they go on with."""
COMMAND = "sam-migrate to-http --exclude PartnerApi"

_ANSI_LIGHT = [(36, 41, 47), (190, 28, 40), (17, 99, 41), (122, 84, 0), (9, 80, 174), (130, 64, 160), (27, 124, 131)]
_ANSI_DARK = [(72, 79, 88), (255, 133, 125), (86, 211, 100), (227, 179, 65), (121, 192, 255), (210, 168, 255)]
THEMES = {
    "light": TerminalTheme((255, 255, 255), (36, 41, 47), [*_ANSI_LIGHT, (110, 119, 129)]),
    "dark": TerminalTheme((13, 17, 23), (230, 237, 243), [*_ANSI_DARK, (118, 227, 234), (177, 186, 196)]),
}

_FORMAT = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img">
    <title>What sam-migrate prints</title>
    <style>
    .{unique_id}-matrix {{
        font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
        font-size: {char_height}px;
        line-height: {line_height}px;
    }}
    {styles}
    </style>
    <defs>
    <clipPath id="{unique_id}-clip-terminal">
      <rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
    </clipPath>
    {lines}
    </defs>
    {chrome}
    <g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
    {backgrounds}
    <g class="{unique_id}-matrix">
    {matrix}
    </g>
    </g>
</svg>
"""


def printed() -> str:
    """What the command prints on the sample, in colour, without its middle."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "shop"
        shutil.copytree(console.SAMPLE, folder)
        lines = console.run(f"{COMMAND} --color always", folder, columns=WIDTH).text.splitlines()
    shown = console.shortened(lines, FIRST, THEN, "\x1b[2m  [...]\x1b[0m\n")
    return "\n".join([f"\x1b[1m$ {COMMAND}\x1b[0m", *shown])


def drawn(text: str, theme: str) -> str:
    """A picture of a terminal.

    Arguments:
        text: with the sequences that colour it.
        theme: ``light`` or ``dark``.
    """
    terminal = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, legacy_windows=False)
    terminal.print(Text.from_ansi(text), soft_wrap=True, end="\n\n")
    return terminal.export_svg(title="", theme=THEMES[theme], code_format=_FORMAT, unique_id="terminal")


def words(picture: str) -> list[str]:
    """The words that a picture shows.

    Arguments:
        picture: an SVG.
    """
    from html import unescape

    shown = re.findall(r"<text[^>]*>(.*?)</text>", picture, re.DOTALL)
    return unescape(" ".join(shown)).replace("\xa0", " ").split()
