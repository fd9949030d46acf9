"""Where the parts of a report go as they come: to stdout, or into a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from ..migration import Migration
from ..report import Mode, Totals, formats, text
from ..report.diff import Patch
from ..report.meaning import documented
from ..report.paint import Look
from ..report.runbook import document
from ..report.sanitize import clean_line
from ..report.statistics import Statistics
from .ending import ReportPart
from .files import STDIN
from .request import RunRequest


class File:
    """A file that is written part by part. What goes wrong is a problem at the end, not the end of the run.

    Arguments:
        path: where it is.
        what: what it holds, for a message.
    """

    def __init__(self, path: str, what: str) -> None:
        self._path, self._what = path, what
        self._stream: TextIO | None = None
        self.problem = ""

    def write(self, part: str) -> None:
        """Add a part.

        Arguments:
            part: text; of what follows a first failure nothing is written.
        """
        if self.problem:
            return
        try:
            if self._stream is None:
                self._stream = Path(self._path).open("w", encoding="utf-8", newline="\n")  # noqa: SIM115 - closed below
            self._stream.write(part)
            self._stream.flush()
        except OSError as error:
            self._fail(error)

    def close(self) -> None:
        """Finish it; one without parts is there as well, so that nobody need ask."""
        self.write("")
        try:
            if self._stream is not None:
                self._stream.close()
        except OSError as error:
            self._fail(error)

    def _fail(self, error: OSError) -> None:
        self.problem = f"{clean_line(self._path)}: cannot write the {self._what}: {error.strerror or error}"


class Output:
    """The report of one run, and its patch.

    Arguments:
        request: what was asked for.
        look: where text is printed.
        several: whether there are several templates.
    """

    def __init__(self, request: RunRequest, look: Look, *, several: bool) -> None:
        self._request, self._look, self._several = request, look, several
        self._site = request.settings.site()
        self._report = File(request.output, "report") if request.output else None
        self._patch_file = File(request.patch, "patch") if request.patch else None
        self._patch = Patch()
        self._runbook = File(request.runbook, "runbook") if request.runbook else None
        self._kept: list[Migration] = []
        self._statistics = Statistics() if request.statistics else None
        self.failed = False
        """Whether something could not be said where it should."""

    def add(self, migration: Migration) -> Iterator[ReportPart]:
        """What is to be said of a template, and kept of it for a report that is one document.

        Arguments:
            migration: what became of the next one.
        """
        request = self._request
        migration = documented(migration, self._site)
        if migration.error:
            yield ReportPart(problem=text.locate(migration.error, migration.source.path))
        if self._patch_file is not None:
            part = self._patch.part(migration)
            self._patch_file.write(part or "")
            if part is None:
                self.failed = True
                path = clean_line(migration.source.path)
                yield ReportPart(
                    problem=f"{path}: not in the patch, since another template changes a file of it differently"
                )
        if self._runbook is not None:
            self._runbook.write(document(migration))
        if self._statistics is not None:
            self._statistics.add(migration)
            return
        if request.format not in formats.STREAMED:
            self._kept.append(migration)
            return
        yield from self._said(
            formats.part(request.format, migration, request.mode, self._look, request.diff, titled=self._several)
        )

    def end(self, sums: Totals) -> Iterator[ReportPart]:
        """The rest of the report."""
        request = self._request
        if self._statistics is not None and (lines := [*self._statistics.lines(self._look)]):
            yield from self._said("\n".join(lines) + "\n\n")
        if request.format in formats.STREAMED:
            # What comes from stdin is no file that --write could change.
            mode = Mode.FILTER if STDIN in request.paths else request.mode
            yield from self._said(formats.summary(request.format, sums, mode, self._look))
        else:
            report = request.report(self._kept)
            yield from self._said(formats.render(request.format, report, self._look, request.diff))

    def close(self) -> Sequence[str]:
        """Finish the files; what went wrong with them, a line each."""
        files = [file for file in (self._report, self._patch_file, self._runbook) if file is not None]
        for file in files:
            file.close()
            self.failed = self.failed or bool(file.problem)
        return [file.problem for file in files if file.problem]

    def _said(self, part: str) -> Iterator[ReportPart]:
        if self._report is not None:
            self._report.write(part)
        elif part:
            yield ReportPart(part, guarded=self._request.format == formats.TEXT)
