"""Which golden cases report a code: the specification of each finding."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DIRECTIONS = ("to-http", "to-rest")
MOST = 3
"""Cases of one direction that a page names."""


@cache
def reporting() -> dict[str, dict[str, list[str]]]:
    """By code and direction, the folders of the cases that report it."""
    found: dict[str, dict[str, list[str]]] = {}
    for direction in DIRECTIONS:
        for path in sorted((ROOT / "golden" / direction).glob("*/*/report.json")):
            report = json.loads(path.read_text(encoding="utf-8"))
            of_code = (each for handler in report.get("handlers", ()) for each in handler["findings"])
            for code in {each["code"] for each in (*report["findings"], *of_code)}:
                folder = path.parent.relative_to(ROOT).as_posix()
                found.setdefault(code, {}).setdefault(direction, []).append(folder)
    return found


def section(code: str) -> str:
    """What the page of a code says of its cases, as Markdown; nothing where no template leads to it alone.

    Arguments:
        code: its name.
    """
    lines = [
        f"- `{direction}`: {', '.join(f'`{folder}`' for folder in folders[:MOST])}"
        for direction, folders in reporting().get(code, {}).items()
    ]
    return "\n".join(("## In the specification\n", *lines, "")) if lines else ""
