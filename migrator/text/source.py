"""Text of a file with its encoding facts: what must be put back exactly as it was."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

MAX_BYTES = 8 * 1024 * 1024
"""Largest template that is read. CloudFormation takes 1 MB; the rest is room for generated files."""

_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")


class SourceError(Exception):
    """A file that cannot be read as a template; the message is one line for the user."""


@dataclass(frozen=True)
class Source:
    """Decoded text of one file.

    Arguments:
        path: the name under which the file is reported.
        text: the text without byte order mark, line endings as they stand.
        bom: whether the bytes began with a UTF-8 byte order mark.
        instead: texts of other files that it points to, by their path, which are read in the place of what is there.
        definitions: files that are uploaded to where its APIs read their definitions, by the logical ids of these.
    """

    path: str
    text: str
    bom: bool = False
    instead: tuple[tuple[str, str], ...] = ()
    definitions: tuple[tuple[str, str], ...] = ()

    @cached_property
    def newline(self) -> str:
        """The line ending that new lines get: the first one in the file, else a line feed."""
        found = _LINE_BREAK.search(self.text)
        return found[0] if found else "\n"

    @cached_property
    def is_json(self) -> bool:
        """Whether the document is JSON: new text then has to be JSON too."""
        import json

        if self.text.lstrip()[:1] != "{":
            return False
        try:
            json.loads(self.text)
        except (ValueError, RecursionError):
            return False
        return True

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(m.end() for m in _LINE_BREAK.finditer(self.text))]

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of a character offset, both counted from 1."""
        line = bisect_right(self._line_starts, offset) - 1
        return line + 1, offset - self._line_starts[line] + 1

    def encode(self, text: str | None = None) -> bytes:
        """Bytes of ``text`` (default: the text as read) with the byte order mark put back."""
        body = (self.text if text is None else text).encode("utf-8")
        return _UTF8_BOM + body if self.bom else body


def refuse_size(size: int) -> None:
    """Refuse what is too large for a template before it is read.

    Arguments:
        size: in bytes.

    Raises:
        SourceError: it is over the limit.
    """
    if size > MAX_BYTES:
        raise SourceError(f"{size} bytes is over the limit of {MAX_BYTES} for a template")


def decode(path: str, data: bytes) -> Source:
    """Decode the bytes of a template.

    Raises:
        SourceError: too large, binary, or not UTF-8.
    """
    refuse_size(len(data))
    if data.startswith(_UTF16_BOMS):
        raise SourceError("this is UTF-16 text; CloudFormation reads UTF-8, save it so first")
    bom = data.startswith(_UTF8_BOM)
    try:
        text = data[len(_UTF8_BOM) if bom else 0 :].decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceError(f"line {line}: not UTF-8 text (byte 0x{data[error.start]:02x})") from None
    if "\0" in text:
        raise SourceError(f"line {text.count(chr(10), 0, text.index(chr(0))) + 1}: a NUL byte; this is no text file")
    return Source(path, text, bom)
