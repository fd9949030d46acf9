"""The report as Markdown: the body of a pull request, a comment, the summary of a workflow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from .. import __version__
from ..findings import Level, Span
from ..migration import FileChange, HandlerOutcome, Migration, Status
from ..plan import Plan
from ..preview import news
from ..routes import RouteAccess
from . import Mode, Report, Totals, told_handlers, totals, words
from .blocks import Block, fitted
from .diff import name_of, unified
from .meaning import link_title
from .placed import Placed, grouped, placed, places
from .reproduce import commands
from .runbook import TITLE, markdown_lines
from .sanitize import cell, code, fenced, html, link, prose
from .sections import is_told
from .words import count, label, verdict

LIMIT = 60_000
"""Characters; a forge takes 65,536 in a comment, and the bot adds marks of its own."""

MOST_FILES = 6
"""Files of one finding that are named."""
MOST_WRITTEN = 20
"""Written files that are named; a comment has less room than a terminal."""

_COUNTED = {
    Level.BLOCKER.value: "Blockers", words.ACCEPTED: "Accepted", Level.WARNING.value: "Warnings",
    Level.INFO.value: "Notes",
}  # fmt: skip
"""Columns of numbers, by what findings are listed as."""
_HEAD = (
    f"| Template | API | Result | Routes | {' | '.join(_COUNTED.values())} |",
    f"|---|---|---|--:|{'--:|' * len(_COUNTED)}",
)


def render(report: Report, *, limit: int = LIMIT) -> str:
    """Print a run: summary table, findings, diffs, how to reproduce. It never begins with a comment.

    Arguments:
        limit: characters that the text has at most; what is left out is named.
    """
    told = [m for m in report.migrations if is_told(m)]
    blocks = [Block("the summary", tuple(_head(report)))]
    if told:
        blocks.append(Block("the table of templates", tuple(_table(told, report.mode)), opening=3))
    for migration in told:
        blocks.extend(_template(migration, report.mode, f"### {code(name_of(migration.source.path))}"))
        if (shown := news(migration)) is not None:
            blocks.extend(_template(shown, report.mode, f"### {prose(words.preview(migration))}"))
    for migration in told:
        blocks.extend(_diff(change) for change in migration.changes)
        if (shown := migration.preview) is not None:
            blocks.extend(_diff(change, "preview of ") for change in shown.changes)
    return fitted(blocks, _tail(report), limit)


def _head(report: Report) -> Iterator[str]:
    before, after = (kind.partition(" ")[2] for kind in words.KINDS[report.direction])
    yield f"## {before}s to {after}s"
    yield ""
    sums = totals(report)
    yield f"**{prose(words.summary(sums, report.mode))}**"
    yield from _news(sums)
    if sums.written:
        yield ""
        yield f"Written: {words.some([code(name_of(path)) for path in sums.written], MOST_WRITTEN)}."


def _news(sums: Totals) -> Iterator[str]:
    yield from listed([f"**{prose(each.sentence)}**" for each in sums.news])


def _table(told: Sequence[Migration], mode: Mode) -> Iterator[str]:
    yield ""
    yield from _HEAD
    for migration in told:
        yield from _lines(migration, mode)
        if (shown := news(migration)) is not None:
            yield from _lines(shown, mode, "preview")


def _lines(migration: Migration, mode: Mode, result: str = "") -> Iterator[str]:
    rows = list(_rows(migration, mode, result)) or [("", result or _result(migration, mode), "", None)]
    for api, outcome, routes, about in rows:
        counted = _levels(migration, about) if api or not migration.apis else [""] * len(_COUNTED)
        cells = (cell(name_of(migration.source.path)), api, outcome, routes, *counted)
        yield f"| {' | '.join(cells)} |"


def _rows(migration: Migration, mode: Mode, result: str) -> Iterator[tuple[str, str, str, str | None]]:
    """One row for each API: its names, what became of it, its routes, and whose findings count."""
    for api in migration.apis:
        moved = f" → {cell(api.new_id)}" if api.new_id != api.id else ""
        outcome = (api.status is Status.MIGRATED and result) or _result(migration, mode, words.became(api, mode))
        yield f"{cell(api.id)}{moved}", outcome, str(api.routes), api.id
    known = {api.id for api in migration.apis}
    if migration.apis and any(entry.finding.api not in known for entry in placed(migration)):
        yield "(template)", result or _result(migration, mode), "", None


def _result(migration: Migration, mode: Mode, outcome: str = "") -> str:
    return "failed" if migration.error else outcome or words.outcome(migration, mode)


def _levels(migration: Migration, api: str | None) -> list[str]:
    """How many findings are listed as what."""
    known = {outcome.id for outcome in migration.apis}
    firsts = [group[0].finding for group in grouped(placed(migration))]
    listed = [words.level(f) for f in firsts if (f.api if f.api in known else None) == api]
    return [str(listed.count(each)) for each in _COUNTED]


def _template(migration: Migration, mode: Mode, title: str) -> Iterator[Block]:
    name = code(name_of(migration.source.path))
    yield Block(f"what is said of {name}", ("", title, *_evidence(migration)))
    if migration.runbook:
        guide = ("", f"<details open><summary>{TITLE}</summary>", *markdown_lines(migration.runbook))
        yield Block(f"the runbook of {name}", guide, opening=2, closing=("", "</details>"))
    found = tuple(_findings(migration))
    if found:
        yield Block(f"the findings of {name}", ("", *found))
    handlers = told_handlers(migration)
    if handlers:
        lines = ("", "| Function | Handler | Result |", "|---|---|---|")
        rows = (
            f"| {cell(h.function)} | {cell(name_of(h.path)) if h.path else 'not found'} | {words.handled(h, mode)} |"
            for h in handlers
        )
        yield Block(f"the handlers of {name}", (*lines, *rows), opening=len(lines))
    if ran := [handler for handler in handlers if handler.runs]:
        yield Block(f"what running the handlers of {name} showed", ("", *_runs(ran)))
    if migration.verification.routes:
        yield _routes(migration, name)


def _runs(handlers: Sequence[HandlerOutcome]) -> Iterator[str]:
    for handler in handlers:
        yield f"- {code(handler.function)}, run before and after:"
        yield from (f"  - {prose(sentence)}" for sentence in handler.runs)


def _evidence(migration: Migration) -> Iterator[str]:
    verification = migration.verification
    if migration.error:
        yield ""
        yield f"**Failed:** {prose(migration.error)}"
    if migration.changed or verification.differences:
        heading, sentence = verdict(migration)
        yield ""
        yield f"**{heading}** {prose(sentence)}"
        yield from listed([prose(sentence) for sentence in words.together(verification.differences)])
    kept = [api for api in migration.apis if api.status is Status.KEPT]
    yield from listed([f"{code(api.id)}: {prose(words.kept(api))}" for api in kept])
    if verification.announced:
        yield ""
        yield words.announced(migration)
        yield from listed([prose(sentence) for sentence in words.together(verification.announced)])
    if verification.plan:
        yield from deployment(verification.plan)


def listed(items: Sequence[str]) -> list[str]:
    """A list with the empty line before it; nothing where there are no items."""
    return ["", *(f"- {item}" for item in items)] if items else []


def deployment(plan: Plan) -> Iterator[str]:
    """What a deployment does: the summary, what to know before, the resources."""
    yield from ("", f"**{prose(plan.summary)}**", *listed([prose(trap.sentence) for trap in plan.traps]))
    if resources := plan.resources:
        yield from ("", "<details><summary>Resources</summary>", "", *fenced("\n".join(resources)), "", "</details>")


def _findings(migration: Migration) -> Iterator[str]:
    for group in grouped(placed(migration)):
        finding = group[0].finding
        address = link(finding.code.docs)
        more = f" ([{link_title(finding.code)}]({address}))" if address else ""
        about = f", {code(finding.api)}" if finding.api else ""
        title = f"- **{words.level(finding)}** {label(finding)}{about}{_places(group, migration)}{more}"
        # Backslashes keep the lines apart where a forge would join them.
        yield " \\\n  ".join([title, *(prose(text) for text in (finding.message, words.advice(finding)) if text)])


def _places(group: Sequence[Placed], migration: Migration) -> str:
    """The lines of a finding; the file where it is another than the template."""
    found = [_in_file(path, spans, migration) for path, spans in places(group).items()]
    return "".join(f", {place}" for place in [*found[:MOST_FILES], *_further(len(found) - MOST_FILES)] if place)


def _in_file(path: str, spans: Sequence[Span], migration: Migration) -> str:
    parts = [code(name_of(path))] if path != migration.source.path else []
    if spans:
        parts.append(f"line{'s' * (len(spans) > 1)} {words.some([str(span.line) for span in spans], 8)}")
    return " ".join(parts)


def _further(number: int) -> list[str]:
    return [count(number, "more file")] if number > 0 else []


def _routes(migration: Migration, name: str) -> Block:
    """Who may call each route, before and after, API by API."""
    rows = [row for row in migration.verification.routes if not row.stays]
    staying = [row for row in migration.verification.routes if row.stays]
    differing = sum(not row.same for row in rows)
    opened = f"{count(len(rows), 'route')}, {differing or 'none'} of them with other access or another target"
    lines = ["", f"<details><summary>Access before and after: {opened}</summary>"]
    for api, entries in groupby(rows, key=lambda row: row.api):
        lines += ["", f"{code(api)}", "", "| | Route | Before | After |", "|---|---|---|---|"]
        for row in entries:
            cells = ("" if row.same else "≠", cell(row.label), _access(row.before), _access(row.after))
            lines.append(f"| {' | '.join(cells)} |")
    for api, entries in groupby(staying, key=lambda row: row.api):
        lines += ["", f"Stay on {code(api)}", "", "| Route | Who may call it |", "|---|---|"]
        lines += [f"| {cell(row.label)} | {_access(row.before)} |" for row in entries]
    return Block(f"the routes of {name}", tuple(lines), opening=6, closing=("", "</details>"))


def _access(access: RouteAccess | None) -> str:
    return f"{prose(access.sentence)} → {cell(access.target)}" if access else "—"


def _diff(change: FileChange, of: str = "") -> Block:
    name = name_of(change.source.path)
    opening, *lines, fence = fenced(unified(change), "diff")
    title = f"<details><summary>{'New file' if change.new else 'Diff of'} {of}{html(name)}</summary>"
    return Block(
        f"the diff of {of}{code(name)}", ("", title, "", opening, *lines), opening=4, closing=(fence, "", "</details>")
    )


def _tail(report: Report) -> str:
    lines = ["", "<details><summary>How to reproduce</summary>", "", *fenced("\n".join(commands(report)), "sh"), ""]
    return "\n".join([*lines, f"</details>\n\nsam-migrate {__version__}", *_news(totals(report))]) + "\n"
