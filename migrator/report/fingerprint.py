"""Fingerprints that tell one finding from another across commits, as code scanning needs them.

GitHub knows a finding by ``primaryLocationLineHash``: a hash of the hundred characters from its line on, spaces and
tabs left out. Its upload action computes it, its API does not, so the report has to hold the same value
(github.com/github/codeql-action, src/fingerprints.ts).
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence

from ..text.source import Source
from .placed import Placed

_WINDOW = 100
_BASE = 37
_WORD = (1 << 64) - 1
_END = 0xFFFF
"""Stands for the end of the file."""

_LINE_END = re.compile(r"\r\n?")
_SPACES = re.compile(r"[ \t]")


def line_hashes(source: Source) -> list[str]:
    """The hash of every line, with a number that tells equal ones apart.

    Arguments:
        source: the file; the byte order mark counts.
    """
    text = ("\ufeff" if source.bom else "") + source.text
    text = _SPACES.sub("", _LINE_END.sub("\n", text))
    units = [*_units(text), _END]
    starts = [0, *(number for number, unit in enumerate(units, 1) if unit == ord("\n"))]
    seen: Counter[int] = Counter()
    hashes = []
    for start in starts:
        value = _hash(units[start : start + _WINDOW])
        seen[value] += 1
        hashes.append(f"{value:x}:{seen[value]}")
    return hashes


def _units(text: str) -> Sequence[int]:
    """The text as JavaScript counts it."""
    data = text.encode("utf-16-le", "surrogatepass")
    return memoryview(data).cast("H")


def _hash(units: Sequence[int]) -> int:
    value = 0
    for unit in units:
        value = (value * _BASE + unit) & _WORD
    return value * pow(_BASE, _WINDOW - len(units), _WORD + 1) & _WORD


def own(entry: Placed) -> str:
    """A fingerprint of what a finding is about, whatever line it stands on."""
    finding = entry.finding
    parts = (finding.code.name, entry.path, finding.api or "", *map(str, finding.path), finding.message)
    return hashlib.sha256("\0".join(parts).encode(errors="surrogateescape")).hexdigest()[:32]
