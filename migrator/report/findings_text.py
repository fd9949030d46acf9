"""Findings for a terminal: what each asks for, where it stands, what is to be done; and who may call which routes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from ..findings import Span
from ..routes import RouteAccess, RouteRow
from .paint import Look, level_style
from .placed import Matter, Placed, matter, places, topics
from .sanitize import clean_line
from .sections import Group
from .words import advice, count, label, level, some

MOST_PLACES = 4
"""Further places of a finding that are named."""
MOST_MESSAGES = 3
"""Findings with the same help that are written out where they touch no access and block nothing."""

_BODY = 6
_HELP = "help: "


def told(groups: Sequence[Group], look: Look) -> Iterator[str]:
    """Findings under what they ask for; those that ask the same are one, and so is what is said of several places.

    Arguments:
        groups: findings that say the same, in order.
    """
    levels = max((len(level(group[0].finding)) for group in groups), default=0)
    labels = max((len(label(group[0].finding)) for group in groups), default=0)
    parts = [(what, list(found)) for what, found in groupby(topics(groups), lambda t: matter(t[0][0].finding))]
    for what, found in parts:
        if len(parts) > 1:
            yield look.paint(f"  {what.value}", "bold")
        for topic in found:
            yield _head(topic[0][0], (levels, labels), look)
            yield from _body(topic, look)


def _head(entry: Placed, columns: tuple[int, int], look: Look) -> str:
    """Level, code and place. The place comes last: its length varies most, and what follows a long path is lost."""
    finding = entry.finding
    shown = look.paint(level(finding).ljust(columns[0]), level_style(finding))
    name = look.paint(label(finding), "bold") + " " * (columns[1] - len(label(finding)))
    return f"  {shown}  {name}  {look.paint(clean_line(_place(entry.path, finding.span)), 'dim')}"


def _body(topic: Sequence[Group], look: Look) -> Iterator[str]:
    first = topic[0][0]
    spare = first.finding.blocks or first.finding.code.security or look.full
    shown = topic if spare or len(topic) <= MOST_MESSAGES + 1 else topic[:MOST_MESSAGES]
    for group in shown:
        here = "" if group is topic[0] else f"{_relative(group[0], first.path)}: "
        if group[0].finding.message:
            yield look.wrap(here + group[0].finding.message, _BODY)
        if others := [*_others(group, first.path)]:
            at = ", ".join(others) if look.full else some(others, MOST_PLACES)
            yield look.wrap(f"also at {at}", _BODY, hang=len("also at "))
    if rest := topic[len(shown) :]:
        at = some([_relative(group[0], first.path) for group in rest], MOST_PLACES)
        yield look.wrap(f"and {len(rest)} more: {at}", _BODY, hang=len("and "))
    # What is only good to know asks for nothing.
    if (said := advice(first.finding)) and (look.full or matter(first.finding) is not Matter.NOTE):
        yield look.wrap(_HELP + said, _BODY, hang=len(_HELP))


def _others(group: Group, shown: str) -> Iterator[str]:
    """Where else a finding stands; the file only where it is another than the one shown before."""
    for path, spans in places(group[1:]).items():
        for number, span in enumerate(spans):
            yield _place("" if path == shown or number else path, span)


def _relative(entry: Placed, shown: str) -> str:
    return _place("" if entry.path == shown and entry.finding.span else entry.path, entry.finding.span)


def _place(path: str, span: Span | None) -> str:
    return ":".join([*([path] if path else []), *([f"{span.line}:{span.column}"] if span else [])])


MOST_ROUTES = 3
"""Routes of one row that are named."""


def table(rows: Sequence[RouteRow], look: Look) -> Iterator[str]:
    """Print who may call the routes of each API.

    Arguments:
        rows: the routes of all APIs of a template.
    """
    yield look.paint("Who may call what", "bold")
    for api, entries in groupby(rows, key=lambda row: row.api):
        yield f"  {clean_line(api)}"
        alike: dict[tuple[str, str, bool], list[str]] = {}
        for row in entries:
            alike.setdefault((_access(row.before), _access(row.after), row.stays), []).append(row.label)
        for (before, after, stays), labels in alike.items():
            names = ", ".join(labels) if look.full else some(labels, MOST_ROUTES)
            counted = f"{count(len(labels), 'route')}: " if len(labels) > 1 else ""
            yield look.wrap(f"{counted}{names}", 4, hang=2)
            yield from _sides(before, after, look, stays=stays)


def _sides(before: str, after: str, look: Look, *, stays: bool) -> Iterator[str]:
    if stays:
        yield look.wrap(f"stays: {before}", 6, hang=7)
    elif before == after:
        yield look.wrap(f"as before: {before}", 6, hang=11)
    else:
        yield look.paint(look.wrap(f"before: {before}", 6, hang=8), "red")
        yield look.paint(look.wrap(f"after: {after}", 6, hang=7), "green")


def _access(access: RouteAccess | None) -> str:
    return access.sentence if access else "not there"
