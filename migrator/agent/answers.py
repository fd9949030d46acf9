"""What a tool answers: small, structured, and with nothing in it that acts on a terminal or a parser.

Names and texts of templates are quoted in messages. They are data of whoever wrote the template, so each is on one
line, without control characters, and cut.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from ..migration import HandlerOutcome, Migration
from ..report import told_handlers
from ..report.diff import unified
from ..report.placed import Placed, grouped, matter, placed
from ..report.sanitize import clean, clean_line
from ..report.words import advice, level, together, verdict
from .confinement import Confinement

MOST_FINDINGS = 40
MOST_SENTENCES = 20
MOST_APIS = 50
LONGEST_TEXT = 600
LONGEST_ANSWER = 45_000
"""Characters of an answer; the protocol sends it twice, as text and as data."""
LONGEST_PATCH = 20_000
"""Characters of one answer's patch; the rest is asked for by line."""


def text(value: str) -> str:
    """A text on one line, cut.

    Arguments:
        value: the text.
    """
    line = clean_line(value)
    return line if len(line) <= LONGEST_TEXT else f"{line[:LONGEST_TEXT]}…"


def migration(result: Migration, place: Confinement, *, start: int = 0) -> dict[str, Any]:
    """What became of a template.

    Arguments:
        start: the first line of the patch that is wanted, from 0.
    """
    heading, sentence = verdict(result)
    groups = grouped(placed(result))
    verification = result.verification
    answer = {
        "template": place.shown(result.source.path),
        "status": result.status.value,
        "error": text(result.error) if result.error else None,
        "apis": [
            {"id": text(api.id), "new_id": text(api.new_id), "status": api.status.value, "routes": api.routes}
            for api in result.apis[:MOST_APIS]
        ],
        "findings": [_finding(group, place) for group in groups[:MOST_FINDINGS]],
        "findings_left_out": max(0, len(groups) - MOST_FINDINGS),
        "handlers": [_handler(handler, place) for handler in told_handlers(result)],
        "proof": {
            "verdict": text(f"{heading} {sentence}") if result.changed else "nothing to compare",
            "status": verification.status.value,
            "differences": sentences(verification.differences),
            "announced": sentences(verification.announced),
        },
        "plan": sentences(verification.plan.lines) if verification.plan else [],
        "patch": patch(result, start),
    }
    return bounded(answer)


def bounded(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer that is not longer than one may be: what is left out of its lists is counted.

    Arguments:
        answer: with lists; the patch has a limit of its own.
    """
    kept = dict(answer)
    while len(json.dumps(kept, ensure_ascii=False)) > LONGEST_ANSWER:
        lists = {name: value for name, value in kept.items() if isinstance(value, list) and value}
        if not lists:
            break
        longest = max(lists, key=lambda name: len(json.dumps(lists[name], ensure_ascii=False)))
        less = lists[longest][: len(lists[longest]) // 2]
        kept[f"{longest}_left_out"] = kept.get(f"{longest}_left_out", 0) + len(lists[longest]) - len(less)
        kept[longest] = less
    return kept


def sentences(found: Sequence[str]) -> list[str]:
    """Sentences, those that say the same of several routes once, and not too many.

    Arguments:
        found: all of them.
    """
    told = together(found)
    rest = [f"and {len(told) - MOST_SENTENCES} more"] if len(told) > MOST_SENTENCES else []
    return [*map(text, told[:MOST_SENTENCES]), *rest]


def patch(result: Migration, start: int) -> dict[str, Any]:
    """All changes as one diff, from a line on.

    Arguments:
        start: the first line, from 0.
    """
    lines = clean("".join(unified(change) for change in result.changes)).splitlines(keepends=True)
    taken: list[str] = []
    size = 0
    for line in lines[start:]:
        size += len(line)
        if size > LONGEST_PATCH and taken:
            break
        taken.append(line[:LONGEST_PATCH])
    following = start + len(taken)
    return {"text": "".join(taken), "lines": len(lines), "next": following if following < len(lines) else None}


def _finding(group: Sequence[Placed], place: Confinement) -> dict[str, Any]:
    first = group[0]
    finding = first.finding
    return {
        "code": finding.code.name,
        "level": level(finding),
        "matter": matter(finding).value,
        "security": finding.code.security,
        "api": text(finding.api) if finding.api else None,
        "function": text(first.function) if first.function else None,
        "message": text(finding.message),
        "help": text(advice(finding)),
        "places": [_at(entry, place) for entry in group[:MOST_SENTENCES]],
    }


def _at(entry: Placed, place: Confinement) -> str:
    line = f":{entry.finding.span.line}" if entry.finding.span else ""
    return text(f"{place.shown(entry.path)}{line}")


def _handler(handler: HandlerOutcome, place: Confinement) -> dict[str, Any]:
    return {
        "function": text(handler.function),
        "file": place.shown(handler.path),
        "status": handler.status.value,
        "risk": handler.risk.value,
        "runs": _lines(handler.runs),
    }


def _lines(found: Iterable[str]) -> list[str]:
    return [text(line) for line in found][:MOST_SENTENCES]
