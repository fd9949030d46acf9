"""Numbers of traps and rules that the code cites are explained in the documentation."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LISTED = frozenset(re.findall(r"^\| ([TRH]\d+) \|", (ROOT / "docs" / "traps.md").read_text(), re.MULTILINE))
CITED = re.compile(r"\b(T[1-9]\d?|(?<!-)[RH][1-9]\d?)\b(?!\.\w)")


def test_every_number_is_explained() -> None:
    found: dict[str, str] = {}
    for folder, pattern in (("migrator", "*.py"), ("transforms", "*.py"), ("golden", "*.yaml")):
        for path in (ROOT / folder).rglob(pattern):
            comments = [line for line in path.read_text().splitlines() if "#" in line or '"""' in line]
            found |= dict.fromkeys(CITED.findall("\n".join(comments)), str(path.relative_to(ROOT)))
    names = {name for path in (ROOT / "golden").rglob("*") for name in re.findall(r"-(T\d+)$", path.name)}
    missing = {name: where for name, where in found.items() if name not in LISTED} | dict.fromkeys(
        names - LISTED, "golden"
    )
    assert missing == {}
