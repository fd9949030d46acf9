"""Read a JSON report that another workflow run made, as hostile data.

A run for a pull request from a fork executes what that fork likes; its report may say anything. What it says is
checked against the form of the report, known codes and limits, and the texts that are shown are made from it anew:
nothing in it is a path that is opened, a link that is shown or a number that is trusted.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from ..findings import Code, Finding, Span
from ..migration import ApiOutcome, FileChange, HandlerOutcome, Migration
from ..options import Direction
from ..plan import Action, Change, Plan, Trap
from ..report import Mode, Report
from ..routes import RouteAccess, RouteRow, Verification
from ..text.source import Source
from .patches import PatchError, Restored, restore
from .report_form import (
    AccessForm,
    DocumentForm,
    FileForm,
    FindingForm,
    Form,
    HandlerForm,
    PlanForm,
    PreviewForm,
    TemplateForm,
    VerificationForm,
)

MAX_BYTES = 16 << 20
_MAX_CONTAINERS = 1_000_000
"""Objects and lists in a report: an empty one takes three bytes there, and some hundred once it is read."""
_MAX_KEYS = 250
_MAX_ALL_LINES = 2_000_000
"""Lines of all files that the diffs speak of; most are blank to us, and yet each has to be there."""
_MAX_DIFF_LINES = 200_000
"""Lines of all diffs. A comment shows 30,000 at most."""

_HUNK = re.compile(r"^@@ -([0-9]{1,9})", re.MULTILINE)


class ReportError(Exception):
    """A report that is refused; the message is one line for the user and repeats nothing from the report."""


def read_report(file: str) -> Report:
    """Read the JSON report of another run.

    Arguments:
        file: path of the report.

    Raises:
        ReportError: it is no such report.
    """
    try:
        with Path(file).open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise ReportError(f"cannot read the report: {error.strerror or error}") from None
    if len(data) > MAX_BYTES:
        raise ReportError(f"the report is over the limit of {MAX_BYTES} bytes")
    return parse_report(data)


def parse_report(data: bytes) -> Report:
    """Check and read the bytes of a JSON report.

    Raises:
        ReportError: they are none.
    """
    from .. import known_codes

    codes = known_codes()
    _check_shape(data)
    try:
        document = DocumentForm.model_validate_json(data)
    except ValidationError as error:
        raise ReportError(f"the report is refused: {_where(error)}") from None
    findings = (f for t in document.templates for f in (*t.findings, *(f for h in t.handlers for f in h.findings)))
    if any(finding.code not in codes for finding in findings):
        raise ReportError("the report is refused: it names a code that there is not")
    _check_lines(document)
    try:
        migrations = tuple(
            _migration(template, document.direction, codes.__getitem__) for template in document.templates
        )
    except PatchError as error:
        raise ReportError(f"the report is refused: a diff in it is none ({error})") from None
    return Report(document.direction, Mode.DRY_RUN if document.dry_run else Mode.WRITE, migrations)


def _check_shape(data: bytes) -> None:
    """Refuse what would take a validator, which notes each fault that it meets, minutes and gigabytes."""
    if data.count(b"{") + data.count(b"[") > _MAX_CONTAINERS:
        raise ReportError(f"the report is refused: it has more than {_MAX_CONTAINERS} objects and lists")
    try:
        json.loads(data, object_pairs_hook=_checked)
    except (ValueError, RecursionError):
        raise ReportError("the report is refused: it is no JSON") from None


def _checked(pairs: list[tuple[str, Any]]) -> None:
    if len(pairs) > _MAX_KEYS:
        raise ReportError(f"the report is refused: an object in it has more than {_MAX_KEYS} keys")


def _check_lines(document: DocumentForm) -> None:
    """Refuse diffs that speak of more lines than anybody reads, before a line of them is made."""
    lines = spoken = 0
    for template in document.templates:
        last = _last_lines(template)
        for file, diff in _diffs(template):
            shown = diff.count("\n") + 1
            starts = (int(found[1]) for found in _HUNK.finditer(diff))
            lines += shown
            spoken += max(last[file], *starts, 0) + shown
    if lines > _MAX_DIFF_LINES:
        raise ReportError(f"the report is refused: its diffs have more than {_MAX_DIFF_LINES} lines")
    if spoken > _MAX_ALL_LINES:
        raise ReportError(f"the report is refused: its diffs speak of more than {_MAX_ALL_LINES} lines")


def _diffs(template: TemplateForm) -> Iterator[tuple[str | None, str]]:
    """Each diff of a template with its file; None for the template itself, whose own diff the others follow."""
    others = sum(len(file.diff) for file in template.files)
    yield None, template.diff[: max(0, len(template.diff) - others)]
    yield from ((file.path, file.diff) for file in template.files)


def _where(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    # Only names that the form knows: a key that it does not know is the report's own text.
    place = [str(part) for part in first["loc"] if isinstance(part, int) or part in _NAMES]
    return f"{'.'.join(place) or 'the document'} ({first['type']})"


_FORMS: tuple[type[BaseModel], ...] = (*Form.__subclasses__(), TemplateForm, PreviewForm)
_NAMES = frozenset(name for form in _FORMS for name in form.model_fields)


def _migration(template: TemplateForm, direction: Direction, code: Callable[[str], Code]) -> Migration:
    (_, diff), *others = _diffs(template)
    if template.diff != diff + "".join(other for _, other in others):
        raise PatchError("it is not made up of those of its files")
    last = _last_lines(template)
    own = restore(diff, lines=last[None])
    return Migration(
        Source(template.path, own.before),
        direction,
        template.status,
        own.after,
        error=template.error,
        apis=tuple(
            ApiOutcome(api.id, api.new_id, api.status, api.routes, api.step, api.reason, api.grows)
            for api in template.apis
        ),
        findings=_findings(template.findings, code),
        edits=own.edits,
        verification=_verification(template.verification),
        files=tuple(_change(file, last[file.path]) for file in template.files),
        handlers=tuple(_handler(handler, code) for handler in template.handlers),
    )


def _change(file: FileForm, last: int) -> FileChange:
    found: Restored = restore(file.diff, lines=last)
    return FileChange(Source(file.path, found.before), found.after, found.edits, file.new)


def _handler(handler: HandlerForm, code: Callable[[str], Code]) -> HandlerOutcome:
    return HandlerOutcome(
        handler.path,
        handler.function,
        handler.status,
        _findings(handler.findings, code),
        runs=tuple(handler.runs),
        risk=handler.risk,
    )


def _last_lines(template: TemplateForm) -> Counter[str | None]:
    """The last line of each file that a finding is about, 0 where none is; None stands for the template."""
    last: Counter[str | None] = Counter()
    for finding in (*template.findings, *(f for handler in template.handlers for f in handler.findings if f.file)):
        last[finding.file] = max(last[finding.file], finding.end_line or finding.line or 0)
    return last


def _findings(found: Iterable[FindingForm], code: Callable[[str], Code]) -> tuple[Finding, ...]:
    return tuple(
        Finding(code(f.code), f.message, f.help, f.level, f.api, _span(f), tuple(f.path), f.accepted, f.file)
        for f in found
    )


def _span(finding: FindingForm) -> Span | None:
    line, column = finding.line, finding.column
    if line is None or column is None:
        return None
    return Span(0, 0, line, column, finding.end_line or line, finding.end_column or column)


def _verification(given: VerificationForm) -> Verification:
    plan = _plan(given.plan) if given.plan else None
    routes = tuple(RouteRow(r.api, r.route, _access(r.before), _access(r.after), r.stays) for r in given.routes)
    return Verification(given.status, given.reason, tuple(given.differences), tuple(given.announced), plan, routes)


def _access(given: AccessForm | None) -> RouteAccess | None:
    if given is None:
        return None
    clients = None if given.clients is None else tuple(given.clients)
    return RouteAccess(given.target, given.authorizer, tuple(given.scopes), given.api_key, given.open, clients)


def _plan(given: PlanForm) -> Plan:
    resources: dict[str, Any] = {action.value: getattr(given, action.value) for action in Action}
    changes = tuple(Change(Action(name), each.id, each.type) for name, found in resources.items() for each in found)
    return Plan(changes, tuple(Trap(t.name, t.message, t.refused) for t in given.traps), given.url_changes)
