"""Who owns a repository, where somebody says so in a file: a CSV, or lines like those of CODEOWNERS."""

from __future__ import annotations

import csv
import glob
from collections.abc import Iterator
from pathlib import Path

from ...command.arguments import ArgumentError
from . import sql

_HEADER = ("repository", "owner")


def rules(path: str | None) -> str:
    """The statement that makes a view of the rules; the last one that fits a repository counts.

    Arguments:
        path: the file; None for no rules.

    Raises:
        ArgumentError: it cannot be read.
    """
    found = enumerate(_rules(path), 1) if path else ()
    rows = [(str(rank), sql.text(pattern), sql.text(owner)) for rank, (pattern, owner) in found]
    return sql.view("owner_rules", {"rank": "BIGINT", "pattern": "VARCHAR", "owner": "VARCHAR"}, rows)


def _rules(path: str) -> Iterator[tuple[str, str]]:
    try:
        lines = Path(path).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, ValueError) as error:
        raise ArgumentError(f"--owners {path}: {getattr(error, 'strerror', None) or error}") from None
    said = [
        (number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.lstrip().startswith("#")
    ]
    table = bool(said) and tuple(part.strip().lower() for part in said[0][1].split(","))[:2] == _HEADER
    for number, line in said[1:] if table else said:
        words = next(csv.reader([line])) if table else line.split()
        if len(words) < 2 or not line.replace("\t", " ").isprintable():
            expected = "REPOSITORY,OWNER" if table else "PATTERN OWNER; a CSV begins with the line repository,owner"
            raise ArgumentError(f"--owners {path}:{number}: expected {expected}")
        repository, owner = words[0].strip(), words[1].strip()
        yield (glob.escape(repository) if table else repository), owner
