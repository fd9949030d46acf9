"""What of the documentation is made from the program and stands in the repository."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from . import console, picture, schemas
from .pages import DOCS

TUTORIAL = DOCS / "tutorial.md"


def current() -> dict[Path, str]:
    """The text of each such file as the program would have it now."""
    text = picture.printed()
    pictures = {DOCS / "images" / f"terminal-{theme}.svg": picture.drawn(text, theme) for theme in picture.THEMES}
    described = {DOCS / "schemas" / name: text for name, text in schemas.texts().items()}
    return {TUTORIAL: tutorial(), **pictures, **described}


def tutorial() -> str:
    """The tutorial, played through from its beginning."""
    page = TUTORIAL.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as temporary:
        (Path(temporary) / "docs").symlink_to(DOCS)
        start = re.search(r"```sh\n(.+)\n```", page)
        assert start, "the tutorial begins with a command that copies the sample"
        console.run(start[1], Path(temporary))
        return console.rewritten(page, Path(temporary) / "shop")
