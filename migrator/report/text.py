"""The report for people: diff, findings by API, the evidence, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..findings import Finding
from ..migration import ApiOutcome, Migration, Proof, Status
from ..plan import Plan
from . import Mode, Report, Totals, totals, words
from .diff_view import AUTO, shown
from .news import News
from .paint import LEVEL_STYLES, Look
from .placed import Placed, located
from .runbook import text_lines
from .sanitize import clean_line
from .sections import Group, Section, sections
from .words import DONE, count, label, verdict

MOST_FILES = 50
"""Written files that the summary names."""

_BODY = 6
_HELP = "help: "


_NEXT_STEP = {
    Mode.DRY_RUN: "Dry run: nothing written. Add --write to apply.",
    Mode.CHECK: "Check: changes are pending. Run with --write to apply them.",
}


def render(report: Report, look: Look, diff: str = AUTO) -> str:
    """Print a run for people. A template that failed or has nothing to say takes no room.

    Arguments:
        report: the run.
        look: where it is printed.
        diff: how diffs are shown, as `migrator.report.diff_view.shown` knows it.
    """
    titled = len(report.migrations) > 1
    parts = (part(m, report.mode, look, diff, titled=titled) for m in report.migrations)
    return "".join([*parts, summary(totals(report), report.mode, look)])


def part(migration: Migration, mode: Mode, look: Look, diff: str = AUTO, *, titled: bool) -> str:
    """Print one template of a run with the empty line after it; nothing where it has nothing to say.

    A check prints one line for a template, as formatters do.

    Arguments:
        migration: what became of it.
        mode: what was done with the new text.
        look: where it is printed.
        diff: how diffs are shown.
        titled: whether its name stands above it, which the only template of a run needs not.
    """
    if look.brief or not _has_news(migration):
        return ""
    if mode is Mode.CHECK:
        return _checked(migration)
    return f"{_template(migration, mode, look, diff, titled=titled)}\n\n"


def summary(sums: Totals, mode: Mode, look: Look) -> str:
    """Say in one line what a run adds up to; the lines after it say how to go on, and the worst news last.

    Arguments:
        sums: of the run.
        mode: what was done with the new text.
        look: where it is printed.
    """
    lines = [look.paint(look.wrap(words.summary(sums), 0, hang=2), "bold"), *_other_templates(sums)]
    lines.extend(_written(sums))
    if sums.codes:
        lines.append(f"Why it is blocked and how to go on: sam-migrate explain {sums.codes[0]}")
    if sums.changed and mode in _NEXT_STEP:
        lines.append(_NEXT_STEP[mode])
    lines.extend(_news(each, look) for each in sums.news)
    return "\n".join(lines) + "\n"


def _written(sums: Totals) -> Iterator[str]:
    """Every file that was written, as formatters list them."""
    files = sums.written
    if not files:
        return
    yield f"{count(len(files), 'file')} written:"
    yield from (f"  {clean_line(path)}" for path in files[:MOST_FILES])
    if len(files) > MOST_FILES:
        yield f"  and {len(files) - MOST_FILES} more"


def _news(news: News, look: Look) -> str:
    return look.paint(look.wrap(news.sentence, 0, hang=2), "alarm" if news.kind.alarming else "caution")


def locate(error: str, path: str) -> str:
    """An error message with file and line before it, harmless on a terminal."""
    return clean_line(located(error, path))


def _has_news(migration: Migration) -> bool:
    if migration.status is Status.ERROR:
        return bool(migration.verification.differences)
    return migration.changed or bool(sections(migration))


def _checked(migration: Migration) -> str:
    sums = totals(Report(migration.direction, Mode.CHECK, (migration,)))
    if not sums.apis and not sums.blocked_apis:  # what failed is a problem of its own
        return ""
    return f"{clean_line(migration.source.path)}: {words.counted(sums)}\n"


def _template(migration: Migration, mode: Mode, look: Look, diff: str, *, titled: bool) -> str:
    parts = []
    if titled:
        parts.append(look.paint(f"==> {clean_line(migration.source.path)}: {migration.status.value}", "bold"))
    if migration.changed and mode is Mode.DRY_RUN:
        parts.append(shown(migration, look, diff))
    if migration.status is not Status.ERROR:
        parts.extend(_section(section, look) for section in sections(migration))
    if migration.changed or migration.verification.differences:
        parts.append("\n".join(_evidence(migration, look)))
    if migration.runbook:
        parts.append("\n".join(text_lines(migration.runbook, look)))
    return "\n\n".join(parts)


def _section(section: Section, look: Look) -> str:
    lines = [_heading(section, look), *_findings(section.groups, look)]
    lines += [look.wrap(f"{code}: as told of {function}", 2, hang=2) for function, code in section.elsewhere]
    if section.handler:
        lines += [look.wrap(f"- {line}", 2, hang=2) for line in section.handler.runs]
    return "\n".join(lines)


def _heading(section: Section, look: Look) -> str:
    if section.api:
        return _title(section.api, look)
    if section.handler is None:
        return look.paint("Template", "bold")
    name, where = clean_line(section.handler.function), clean_line(section.handler.path or "code not found")
    return f"{look.paint(name, 'bold')}  handler {section.handler.status.value}, {where}"


def _title(api: ApiOutcome, look: Look) -> str:
    name = clean_line(api.id)
    if api.status is Status.MIGRATED:
        moved = f" -> {clean_line(api.new_id)}" if api.new_id != api.id else ""
        done = look.paint(DONE.get(api.step, "migrated"), "green")
        return f"{look.paint(name + moved, 'bold')}  {done}, {count(api.routes, 'route')}"
    if api.status is Status.BLOCKED:
        return f"{look.paint(name, 'bold')}  {look.paint('blocked', 'alarm')}, left as it is"
    said = words.kept(api) if api.status is Status.KEPT else api.status.value
    return f"{look.paint(name, 'bold')}  {clean_line(said)}"


def _findings(groups: Sequence[Group], look: Look) -> Iterator[str]:
    """Findings in the order in which they matter; those that say the same thing of several places are one."""
    levels = max((len(group[0].finding.level.value) for group in groups), default=0)
    labels = max((len(label(group[0].finding)) for group in groups), default=0)
    for group in groups:
        yield _head(group[0], (levels, labels), look)
        yield from _body([entry.finding for entry in group], look)


def _head(entry: Placed, columns: tuple[int, int], look: Look) -> str:
    """Level, code and place. The place comes last: its length varies most, and what follows a long path is lost."""
    finding = entry.finding
    level = look.paint(finding.level.value.ljust(columns[0]), LEVEL_STYLES[finding.level])
    name = look.paint(label(finding), "bold") + " " * (columns[1] - len(label(finding)))
    where = f":{finding.span.line}:{finding.span.column}" if finding.span else ""
    return f"  {level}  {name}  {look.paint(clean_line(entry.path) + where, 'dim')}"


def _body(group: Sequence[Finding], look: Look) -> Iterator[str]:
    finding = group[0]
    if finding.message:
        yield look.wrap(finding.message, _BODY)
    others = [_place(f, finding) for f in group[1:] if f.span]
    if others:
        yield look.wrap(f"also at {', '.join(others)}", _BODY, hang=len("also at "))
    if finding.help:
        yield look.wrap(_HELP + finding.help, _BODY, hang=len(_HELP))


def _place(finding: Finding, first: Finding) -> str:
    """Where a finding stands, after the first one of its group: the file only where it is another one."""
    where = f"{finding.span.line}:{finding.span.column}" if finding.span else ""
    return where if finding.file in (None, first.file) else f"{clean_line(finding.file)}:{where}"


def _evidence(migration: Migration, look: Look) -> Iterator[str]:
    verification = migration.verification
    yield _verdict(migration, look)
    yield from (look.wrap(f"- {line}", 2, hang=2) for line in verification.differences)
    if verification.announced:
        yield "Differs as the findings above announce:"
        yield from (look.wrap(f"- {line}", 2, hang=2) for line in verification.announced)
    if verification.plan:
        yield ""
        yield from deployment(verification.plan, look)


def deployment(plan: Plan, look: Look) -> Iterator[str]:
    """Say what a deployment does: the summary, what to know before, the resources.

    Arguments:
        plan: the plan.
        look: where it is printed.
    """
    yield look.paint(look.wrap(plan.summary, 0, hang=2), "alarm" if plan.refused else "bold")
    yield from (look.wrap(f"- {trap.sentence}", 2, hang=2) for trap in plan.traps)
    yield from (look.wrap(line, 4, hang=2) for line in plan.resources)


def _verdict(migration: Migration, look: Look) -> str:
    heading, sentence = verdict(migration)
    style = {Proof.EQUIVALENT: "green", Proof.DIFFERENT: "alarm"}.get(migration.verification.status, "caution")
    if style == "caution":
        return look.paint(f"{heading} ", style) + look.wrap(sentence, 0, hang=2)
    return f"{look.paint(heading, style)} {clean_line(sentence)}"


def _other_templates(sums: Totals) -> Iterator[str]:
    if sums.templates == 1:
        return
    unchanged = sums.templates - sums.changed - sums.errors
    parts = [
        f"{number} {word}"
        for number, word in ((sums.changed, "changed"), (unchanged, "unchanged"), (sums.errors, "failed"))
        if number
    ]
    if parts:
        yield f"{count(sums.templates, 'template')}: {', '.join(parts)}."
