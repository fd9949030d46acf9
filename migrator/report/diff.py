"""Unified diffs as programs read them: `git apply` and `patch` take them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath
from typing import Final

from ..migration import FileChange, Migration
from .rows import hunks

_BOM = "\ufeff"
_ESCAPES = {"\a": "a", "\b": "b", "\t": "t", "\n": "n", "\v": "v", "\f": "f", "\r": "r", '"': '"', "\\": "\\"}

NO_NEWLINE: Final = "\\ No newline at end of file"
"""What a unified diff says of a last line without an end."""


def unified(change: FileChange) -> str:
    """Diff of one file, empty when nothing changes."""
    return "".join(_lines(change))


def patch(migration: Migration) -> str:
    """Diff of a template and of the files that change along with it."""
    return "".join(unified(change) for change in migration.changes)


class Patch:
    """One diff for all templates of a run, part by part.

    Templates can share a file, such as a handler. Where they change it alike it is there once; where they do not,
    the later template is left out as a whole.
    """

    def __init__(self) -> None:
        self._texts: dict[str, bytes] = {}
        """Digests of the new texts by path: the texts themselves would be as large as all templates together."""

    def part(self, migration: Migration) -> str | None:
        """What a template adds to the diff; None where it cannot be in it.

        Arguments:
            migration: the next one in the order of the run.
        """
        import hashlib

        after = {change.source.path: hashlib.sha256(change.after.encode()).digest() for change in migration.changes}
        if any(self._texts.get(path, digest) != digest for path, digest in after.items()):
            return None
        new = "".join(unified(change) for change in migration.changes if change.source.path not in self._texts)
        self._texts |= after
        return new


def name_of(path: str) -> str:
    """A path as a diff, a page or a scanner names it: with slashes, and without one in front."""
    return PurePath(path).as_posix().lstrip("/")


def headers(change: FileChange) -> tuple[str, ...]:
    """The lines before the first hunk."""
    name = name_of(change.source.path)
    if change.new and not change.after:
        # Without lines there is no hunk, so it takes git's own words to say that there is a file.
        return (f"diff --git {_quoted(f'a/{name}')} {_quoted(f'b/{name}')}", "new file mode 100644")
    return ("--- /dev/null" if change.new else f"--- {_quoted(f'a/{name}')}", f"+++ {_quoted(f'b/{name}')}")


def _quoted(name: str) -> str:
    """A file name in git's notation, in which one with control characters stands in quotes."""
    if name.isprintable() and not set(name) & _ESCAPES.keys():
        return f"{name}\t" if " " in name else name  # the tab says where the name ends
    shown = "".join(f"\\{_ESCAPES[c]}" if c in _ESCAPES else c if c.isprintable() else _octal(c) for c in name)
    return f'"{shown}"'


def _octal(character: str) -> str:
    return "".join(f"\\{byte:03o}" for byte in character.encode(errors="surrogateescape"))


def _lines(change: FileChange) -> Iterator[str]:
    if not change.changed:
        return
    yield from (f"{line}\n" for line in headers(change))
    for hunk in hunks(_whole(change)):
        yield f"{hunk.header}\n"
        for row in hunk.rows:
            yield f"{row.kind.value}{row.text}\n"
            if not row.ended:
                yield f"{NO_NEWLINE}\n"


def _whole(change: FileChange) -> FileChange:
    """The file with its byte order mark, which is no part of its text but of its first line."""
    if not change.source.bom:
        return change
    source = replace(change.source, text="" if change.new else _BOM + change.source.text)
    edits = tuple(replace(edit, start=edit.start + len(_BOM), end=edit.end + len(_BOM)) for edit in change.edits)
    return replace(change, source=source, after=_BOM + change.after, edits=edits)
