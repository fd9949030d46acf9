"""Everything that the site is built from: the pages as they stand, and those that are made from the program."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import transforms

from . import commands, findings

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
BESIDE = {"CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md", "SECURITY.md": "security.md"}
"""Pages that stand beside `docs/` where forges look for them, and their names on the site."""

_FENCE = re.compile(r"^( *```.*?^ *```$)", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"(?<![\[`\w/-])`([a-z0-9.-]+)`(?![\]`\w])")
_SPAN = re.compile(r"`[^`]+`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def lay_out(folder: Path) -> None:
    """Write the source of the site.

    Arguments:
        folder: where it goes; what is there is replaced.
    """
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "findings").mkdir(parents=True)
    for path in sorted(DOCS.glob("*.md")):
        (folder / path.name).write_text(led(path.read_text(encoding="utf-8")), encoding="utf-8")
    for name, page in BESIDE.items():
        (folder / page).write_text(led((ROOT / name).read_text(encoding="utf-8")), encoding="utf-8")
    for name in ("images", "schemas"):
        shutil.copytree(DOCS / name, folder / name)
    shutil.copy(DOCS / "site" / "site.css", folder)
    (folder / "commands.md").write_text(commands.page(), encoding="utf-8")
    (folder / "findings" / "index.md").write_text(findings.index(), encoding="utf-8")
    for code in transforms.CODES.values():
        (folder / "findings" / f"{code.name}.md").write_text(findings.page(code), encoding="utf-8")


def led(text: str) -> str:
    """A page whose links hold on the site, and in which the name of a finding leads to its page.

    Arguments:
        text: as it stands in the repository, where its links lead to files.
    """
    parts = _FENCE.split(text)
    return "".join(part if number % 2 else _prose(part) for number, part in enumerate(parts))


def _prose(text: str) -> str:
    lines = [line if line.startswith("#") else _CODE.sub(_finding, _row(line)) for line in text.split("\n")]
    return _LINK.sub(lambda match: f"]({_target(match[1])})", "\n".join(lines))


def _row(line: str) -> str:
    """A row of a table: forges want a backslash before a bar in code, the site shows it."""
    return _SPAN.sub(lambda match: match[0].replace("\\|", "|"), line) if line.startswith("|") else line


def _finding(match: re.Match[str]) -> str:
    return f"[`{match[1]}`](findings/{match[1]}.md)" if match[1] in transforms.CODES else match[0]


def _target(link: str) -> str:
    path, mark, heading = link.partition("#")
    plain = path.removeprefix("../").removeprefix("docs/")
    return f"{BESIDE.get(plain, plain)}{mark}{heading}"
