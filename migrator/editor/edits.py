"""Changes as an editor makes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lsprotocol import types
from pygls import uris
from pygls.workspace import PositionCodec

from ..migration import FileChange, Migration
from ..text.source import Source

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")


class TextPlaces:
    """Offsets of a text as positions of the protocol.

    Arguments:
        source: the text.
        codec: how the editor counts characters.
    """

    def __init__(self, source: Source, codec: PositionCodec) -> None:
        self._source, self._codec = source, codec

    def position(self, offset: int) -> types.Position:
        """A place.

        Arguments:
            offset: characters from the beginning.
        """
        line, column = self._source.position(offset)
        before = self._source.text[offset - column + 1 : offset]
        return types.Position(line - 1, self._codec.client_num_units(before))

    def range(self, start: int, end: int) -> types.Range:
        """A range.

        Arguments:
            start: characters from the beginning, and ``end`` likewise.
        """
        return types.Range(self.position(start), self.position(end))

    def offset(self, position: types.Position) -> int:
        """Characters from the beginning to a place; the nearest one where there is no such place.

        Arguments:
            position: the place.
        """
        text, start = self._source.text, 0
        for _ in range(position.line):
            found = _LINE.match(text, start)
            if found is None or found.end() == start:
                return len(text)
            start = found.end()
        units = 0
        while start < len(text) and text[start] not in "\r\n" and units < position.character:
            units += self._codec.client_num_units(text[start])
            start += 1
        return start


def workspace_edit(migration: Migration, uri: str, version: int | None, codec: PositionCodec) -> types.WorkspaceEdit:
    """All changes of a migration: the open template, other files, new files.

    Arguments:
        uri: the address of the open template, and ``version`` which of its versions was migrated.
        codec: how the editor counts characters.
    """
    template = migration.source.path
    changes: list[types.TextDocumentEdit | types.CreateFile] = []
    for change in migration.changes:
        own = change.source.path == template
        address = uri if own else uris.from_fs_path(str(Path(change.source.path).resolve())) or ""
        if change.new:
            changes.append(types.CreateFile(uri=address, options=types.CreateFileOptions(overwrite=False)))
        document = types.OptionalVersionedTextDocumentIdentifier(uri=address, version=version if own else None)
        changes.append(types.TextDocumentEdit(text_document=document, edits=[*_edits(change, codec)]))
    return types.WorkspaceEdit(document_changes=changes)


def _edits(change: FileChange, codec: PositionCodec) -> Iterator[types.TextEdit]:
    places = TextPlaces(change.source, codec)
    if not change.edits:
        yield types.TextEdit(range=places.range(0, len(change.source.text)), new_text=change.after)
    for edit in change.edits:
        yield types.TextEdit(range=places.range(edit.start, edit.end), new_text=edit.text)


def keeping(source: Source, uri: str, version: int | None, line: int) -> types.WorkspaceEdit:
    """A comment above a resource that keeps it as it is.

    Arguments:
        uri: its address, and ``version`` which of its versions it is.
        line: the line of the resource's key, from 1.
    """
    text = source.text.splitlines()[line - 1]
    indent = text[: len(text) - len(text.lstrip())]
    start = types.Position(line - 1, 0)
    edit = types.TextEdit(types.Range(start, start), f"{indent}# sam-migrate: keep{source.newline}")
    document = types.OptionalVersionedTextDocumentIdentifier(uri=uri, version=version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(text_document=document, edits=[edit])])
