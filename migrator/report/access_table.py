"""Who may call which routes, before and after, for a terminal: routes of which the same holds share a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from ..routes import RouteAccess, RouteRow
from .paint import Look
from .sanitize import clean_line
from .words import count, some

MOST_ROUTES = 3
"""Routes of one row that are named."""


def table(rows: Sequence[RouteRow], look: Look) -> Iterator[str]:
    """Print who may call the routes of each API.

    Arguments:
        rows: the routes of all APIs of a template.
        look: where it is printed.
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
