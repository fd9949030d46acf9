"""What of the documentation is made from the program and stands in the repository."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from . import console, picture
from .pages import DOCS

TUTORIAL = DOCS / "tutorial.md"


def current() -> dict[Path, str]:
    """The text of each such file as the program would have it now."""
    text = picture.printed()
    pictures = {DOCS / "images" / f"terminal-{theme}.svg": picture.drawn(text, theme) for theme in picture.THEMES}
    return {TUTORIAL: tutorial(), **pictures}


def tutorial() -> str:
    """The tutorial, played through from its beginning."""
    page = TUTORIAL.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "shop"
        shutil.copytree(console.SAMPLE, folder)
        console.run("git init --quiet && git add --all && git commit --quiet --message first", folder)
        return console.rewritten(page, folder)
