"""The report for people: diff, findings by API, the evidence, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from ..migration import ApiOutcome, HandlerOutcome, Migration, Status
from ..plan import Plan
from ..preview import news
from ..routes import Proof
from . import Mode, Report, Totals, findings_text, totals, words
from .diff_view import UNIFIED, shown
from .findings_text import table
from .news import News
from .paint import Look
from .placed import located
from .runbook import text_lines
from .sanitize import clean_line
from .sections import Section, sections
from .words import count, some, together, verdict

MOST_FILES = 50
"""Written files that the summary names."""

_NEXT_STEP = {
    Mode.DRY_RUN: "Dry run: nothing written. Add --write to apply.",
    Mode.CHECK: "Check: changes are pending; a migration with --write makes them.",
    Mode.WRITE: "Next: sam validate --lint, sam build, sam deploy --no-execute-changeset.",
}
"""How to go on; after a step, the runbook says it."""


def render(report: Report, look: Look, diff: str = UNIFIED) -> str:
    """Print a run for people. A template that failed or has nothing to say takes no room.

    Arguments:
        diff: how diffs are shown, as `migrator.report.diff_view.shown` knows it.
    """
    titled = len(report.migrations) > 1
    parts = (part(m, report.mode, look, diff, titled=titled) for m in report.migrations)
    return "".join([*parts, summary(totals(report), report.mode, look)])


def part(migration: Migration, mode: Mode, look: Look, diff: str = UNIFIED, *, titled: bool) -> str:
    """Print one template of a run with the empty line after it; nothing where it has nothing to say.

    A check prints one line for a template, as formatters do.

    Arguments:
        diff: how diffs are shown.
        titled: whether its name stands above it, which the only template of a run needs not.
    """
    if look.brief or not _has_news(migration):
        return ""
    if mode is Mode.CHECK:
        return _checked(migration)
    return f"{_template(migration, mode, look, diff, titled=titled)}\n\n"


def summary(sums: Totals, mode: Mode, look: Look) -> str:
    """Say in one line what a run adds up to; the lines after it say how to go on, and the worst news last."""
    lines = [look.paint(look.wrap(words.summary(sums, mode), 0, hang=2), "bold"), *_other_templates(sums)]
    lines.extend(written(sums.written))
    if sums.codes:
        lines.append(f"Why it is blocked and how to go on: sam-migrate explain {sums.codes[0]}")
    if sums.changed and mode in _NEXT_STEP and not (mode is Mode.WRITE and any(sums.steps)):
        lines.append(_NEXT_STEP[mode])
    lines.extend(_news(each, look) for each in sums.news)
    return "\n".join(lines) + "\n"


def written(files: Sequence[str]) -> Iterator[str]:
    """Every file that was written, as formatters list them.

    Arguments:
        files: their paths, each once.
    """
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
    return f"{clean_line(migration.source.path)}: {words.counted(sums, Mode.CHECK)}\n"


def _template(migration: Migration, mode: Mode, look: Look, diff: str, *, titled: bool) -> str:
    parts = []
    if titled:
        parts.append(look.paint(f"==> {clean_line(migration.source.path)}: {words.outcome(migration, mode)}", "bold"))
    parts += _parts(migration, mode, look, diff)
    if (shown := news(migration)) is not None:
        parts.append(look.paint(look.wrap(words.preview(migration), 0, hang=2), "bold"))
        parts += _parts(shown, mode, look, diff)
    return "\n\n".join(parts)


def _parts(migration: Migration, mode: Mode, look: Look, diff: str) -> Iterator[str]:
    """What is said of one template, a paragraph each."""
    if migration.changed and mode is Mode.DRY_RUN:
        yield shown(migration, look, diff)
    if migration.status is not Status.ERROR:
        told = sections(migration)
        yield from (_section(section, mode, look) for section in told if not _is_plain(section))
        if handlers := [section.handler for section in told if section.handler and _is_plain(section)]:
            yield "\n".join(_handlers(handlers, mode, look))
    if rows := migration.verification.routes:
        yield "\n".join(table(rows, look))
    if migration.changed or migration.verification.differences:
        yield "\n".join(_evidence(migration, look))
    if migration.runbook:
        yield "\n".join(text_lines(migration.runbook, look))


def _is_plain(section: Section) -> bool:
    """Whether all there is to say of a handler is what became of it."""
    return section.handler is not None and not (section.groups or section.elsewhere or section.handler.runs)


def _handlers(handlers: Sequence[HandlerOutcome], mode: Mode, look: Look) -> Iterator[str]:
    """Handlers with nothing more to say of them, a line for each result."""

    def became(handler: HandlerOutcome) -> str:
        return words.handled(handler, mode)

    for status, alike in groupby(sorted(handlers, key=became), key=became):
        names = [f"{h.function} ({h.path})" if h.path else h.function for h in alike]
        heading = f"{count(len(names), 'handler')} {status}:"
        shown = look.wrap(f"{heading} {', '.join(names) if look.full else some(names)}", 0, hang=2)
        yield look.paint(heading, "bold") + shown.removeprefix(heading)


def _section(section: Section, mode: Mode, look: Look) -> str:
    lines = [_heading(section, mode, look), *findings_text.told(section.groups, look)]
    lines += [look.wrap(f"{code}: as told of {function}", 2, hang=2) for function, code in section.elsewhere]
    if section.handler:
        lines += [look.wrap(f"- {line}", 2, hang=2) for line in section.handler.runs]
    return "\n".join(lines)


def _heading(section: Section, mode: Mode, look: Look) -> str:
    if section.api:
        return _title(section.api, mode, look)
    if section.handler is None:
        return look.paint("Template", "bold")
    name, where = clean_line(section.handler.function), clean_line(section.handler.path or "code not found")
    return f"{look.paint(name, 'bold')}  handler {words.handled(section.handler, mode)}, {where}"


def _title(api: ApiOutcome, mode: Mode, look: Look) -> str:
    name = clean_line(api.id)
    if api.status is Status.MIGRATED:
        moved = f" -> {clean_line(api.new_id)}" if api.new_id != api.id else ""
        done = look.paint(words.done(api, mode), "green")
        return f"{look.paint(name + moved, 'bold')}  {done}, {count(api.routes, 'route')}"
    if api.status is Status.BLOCKED:
        return f"{look.paint(name, 'bold')}  {look.paint('blocked', 'alarm')}, left as it is"
    said = words.kept(api) if api.status is Status.KEPT else api.status.value
    return f"{look.paint(name, 'bold')}  {clean_line(said)}"


def _evidence(migration: Migration, look: Look) -> Iterator[str]:
    verification = migration.verification
    yield _verdict(migration, look)
    yield from (look.wrap(f"- {line}", 2, hang=2) for line in _sentences(verification.differences, look))
    if verification.announced:
        yield look.wrap(words.announced(migration), 0)
        yield from (look.wrap(f"- {line}", 2, hang=2) for line in _sentences(verification.announced, look))
    if verification.plan:
        yield ""
        yield from deployment(verification.plan, look)


def _sentences(sentences: Sequence[str], look: Look) -> Sequence[str]:
    return sentences if look.full else together(sentences)


def deployment(plan: Plan, look: Look) -> Iterator[str]:
    """Say what a deployment does: the summary, what to know before, the resources."""
    yield look.paint(look.wrap(plan.summary, 0, hang=2), "alarm" if plan.refused else "bold")
    yield from (look.wrap(f"- {trap.sentence}", 2, hang=2) for trap in plan.traps)
    yield from (look.wrap(line, 4, hang=2) for line in plan.resources)


def _verdict(migration: Migration, look: Look) -> str:
    heading, sentence = verdict(migration)
    style = {Proof.EQUIVALENT: "green", Proof.DIFFERENT: "alarm"}.get(migration.verification.status, "caution")
    first, *rest = look.wrap(f"{heading} {sentence}", 0, hang=2).split("\n")
    return "\n".join([look.paint(heading, style) + first.removeprefix(heading), *rest])


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
