"""The report for people: diff, findings by API, the evidence, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..findings import Finding, Level
from ..migration import ApiOutcome, HandlerOutcome, HandlerStatus, Migration, Proof, Status, Verification
from ..plan import Plan
from . import Mode, Report, Totals, by_api, totals
from .diff import coloured
from .paint import LEVEL_STYLES, Look
from .sanitize import clean_line

_WEIGHT = {level: number for number, level in enumerate(Level)}
_NAMED = 4
_BODY = 6
_HELP = "help: "

_HANDLER_WORDS = {
    HandlerStatus.REWRITTEN: "rewritten",
    HandlerStatus.UNCHANGED: "unchanged",
    HandlerStatus.FLAGGED: "not proven, left as it is",
}
_HANDLER_STYLES = {
    HandlerStatus.REWRITTEN: "green",
    HandlerStatus.UNCHANGED: "dim",
    HandlerStatus.FLAGGED: "yellow",
}

_NEXT_STEP = {
    Mode.DRY_RUN: "Dry run: nothing written. Add --write to apply.",
    Mode.CHECK: "Check: changes are pending. Run with --write to apply them.",
}


def render(report: Report, look: Look) -> str:
    """Print a run for people. A template that failed or has nothing to say takes no room."""
    told = [m for m in report.migrations if _has_news(m)]
    blocks = [_template(m, report.mode, look, titled=len(report.migrations) > 1) for m in told]
    return "\n\n".join([*blocks, summary(report, look)]) + "\n"


def summary(report: Report, look: Look) -> str:
    """Say in one line what a run adds up to; the lines after it say how to go on."""
    sums = totals(report)
    lines = [look.paint(look.wrap(_summary_line(sums), 0, hang=2), "bold"), *_other_templates(sums)]
    if report.mode is Mode.WRITE and sums.changed:
        lines.append(f"{_count(sums.changed, 'template')} written.")
    if sums.codes:
        lines.append(f"Why it is blocked and how to go on: sam-migrate explain {sums.codes[0]}")
    if sums.changed and report.mode in _NEXT_STEP:
        lines.append(_NEXT_STEP[report.mode])
    return "\n".join(lines)


def locate(problem: str, path: str) -> str:
    """Put file and line before an error message: ``line 3: text`` of ``a.yaml`` becomes ``a.yaml:3: text``."""
    head, colon, rest = problem.partition(": ")
    words = head.replace(",", "").split()
    numbers = words[1::2]
    if colon and words[::2] in (["line"], ["line", "column"]) and all(n.isdigit() for n in numbers):
        return clean_line(f"{':'.join([path, *numbers])}: {rest}")
    return clean_line(f"{path}: {problem}")


def _has_news(migration: Migration) -> bool:
    if migration.status is Status.ERROR:
        return bool(migration.verification.differences)
    return migration.changed or bool(by_api(migration)) or any(map(_matters, migration.handlers))


def _template(migration: Migration, mode: Mode, look: Look, *, titled: bool) -> str:
    parts = []
    if titled:
        parts.append(look.paint(f"==> {clean_line(migration.source.path)}: {migration.status.value}", "bold"))
    if migration.changed and mode in (Mode.DRY_RUN, Mode.CHECK):
        parts.append(coloured(migration, look))
    if migration.status is not Status.ERROR:
        parts.extend(_api(api, findings, migration.source.path, look) for api, findings in by_api(migration))
        parts.extend(
            _handler(handler, migration.source.path, look) for handler in migration.handlers if _matters(handler)
        )
    if migration.changed or migration.verification.differences:
        parts.append("\n".join(_evidence(migration, look)))
    return "\n\n".join(parts)


def _api(api: ApiOutcome | None, findings: list[Finding], path: str, look: Look) -> str:
    title = _title(api, look) if api else look.paint("Template", "bold")
    return "\n".join([title, *_findings(findings, path, look)])


def _matters(handler: HandlerOutcome) -> bool:
    """Whether there is something to say of a function's code; what was not found is said where it is called."""
    return handler.status is HandlerStatus.REWRITTEN or bool(handler.findings)


def _handler(handler: HandlerOutcome, path: str, look: Look) -> str:
    name, style = clean_line(f"{handler.function} ({handler.path or path})"), _HANDLER_STYLES[handler.status]
    return "\n".join(
        [
            f"{look.paint(name, 'bold')}  {look.paint(_HANDLER_WORDS[handler.status], style)}",
            *_findings(handler.findings, path, look),
        ]
    )


def _title(api: ApiOutcome, look: Look) -> str:
    name = clean_line(api.id)
    if api.status is Status.MIGRATED:
        moved = f" -> {clean_line(api.new_id)}" if api.new_id != api.id else ""
        done = look.paint("migrated", "green")
        return f"{look.paint(name + moved, 'bold')}  {done}, {_count(api.routes, 'route')}"
    if api.status is Status.BLOCKED:
        return f"{look.paint(name, 'bold')}  {look.paint('blocked', 'alarm')}, left as it is"
    return f"{look.paint(name, 'bold')}  {api.status.value}"


def _findings(findings: Sequence[Finding], path: str, look: Look) -> Iterator[str]:
    """Findings in the order in which they matter; those that say the same thing of several places are one."""
    same: dict[tuple[object, ...], list[Finding]] = {}
    for finding in sorted(findings, key=_rank):
        key = (finding.code.name, finding.level, finding.accepted, finding.message, finding.help)
        same.setdefault(key, []).append(finding)
    groups = list(same.values())
    labels = [_label(group[0]) for group in groups]
    columns = max((len(g[0].level.value) for g in groups), default=0), max(map(len, labels), default=0)
    for group, label in zip(groups, labels, strict=True):
        yield _heading(group[0], label, columns, path, look)
        yield from _body(group, look)


def _rank(finding: Finding) -> tuple[int, bool, bool, int]:
    place = finding.span.start if finding.span else -1
    return _WEIGHT[finding.level], finding.accepted, not finding.code.security, place


def _label(finding: Finding) -> str:
    notes = [note for note, holds in (("security", finding.code.security), ("accepted", finding.accepted)) if holds]
    return f"{finding.code.name} ({', '.join(notes)})" if notes else finding.code.name


def _heading(finding: Finding, label: str, columns: tuple[int, int], path: str, look: Look) -> str:
    """Level, code and place. The place comes last: its length varies most, and what follows a long path is lost."""
    level = look.paint(finding.level.value.ljust(columns[0]), LEVEL_STYLES[finding.level])
    where = f":{finding.span.line}:{finding.span.column}" if finding.span else ""
    padding = " " * (columns[1] - len(label))
    place = clean_line(finding.file or path) + where
    return f"  {level}  {look.paint(label, 'bold')}{padding}  {look.paint(place, 'dim')}"


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
    verification: Verification = migration.verification
    if verification.status is Proof.EQUIVALENT:
        routes = sum(api.routes for api in migration.apis if api.status is Status.MIGRATED)
        rest = "otherwise " if verification.announced else ""
        proof = f"{_count(routes, 'route')}, targets and access control {rest}equal."
        return f"{look.paint('Verified:', 'green')} {proof}"
    if verification.status is Proof.DIFFERENT:
        return f"{look.paint('Verification failed:', 'alarm')} {clean_line(migration.source.path)}"
    reason = clean_line(verification.reason or verification.status.value)
    return look.paint("Not verified: ", "yellow") + look.wrap(reason, 0, hang=2)


def _summary_line(sums: Totals) -> str:
    if not sums.apis and not sums.blocked_apis:
        return "Nothing migrated." if sums.errors else "Nothing to migrate."
    parts = []
    if sums.apis:
        parts.append(f"{_count(sums.apis, 'API')} migrated ({_count(sums.routes, 'route')})")
    if sums.blocked_apis:
        why = f": {_some(sums.codes)}" if sums.codes else ""
        parts.append(f"{sums.blocked_apis if parts else _count(sums.blocked_apis, 'API')} blocked{why}")
    urls = {0: "", 1: " Endpoint URL will change."}.get(sums.moved, " Endpoint URLs will change.")
    return f"{', '.join(parts)}.{urls}"


def _other_templates(sums: Totals) -> Iterator[str]:
    if sums.templates == 1 and not sums.errors:
        return
    unchanged = sums.templates - sums.changed - sums.errors
    parts = [
        f"{number} {word}"
        for number, word in ((sums.changed, "changed"), (unchanged, "unchanged"), (sums.errors, "failed"))
        if number
    ]
    if parts:
        yield f"{_count(sums.templates, 'template')}: {', '.join(parts)}."


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_NAMED])
    return f"{shown} and {len(names) - _NAMED} more" if len(names) > _NAMED else shown


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
