"""Where the APIs of a repository stand, for people and for programs."""

from __future__ import annotations

import json
import shlex
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .. import __version__
from ..options import Direction
from ..steps.state import ApiState, WayPoint
from .paint import Look
from .sanitize import clean_line
from .words import count

VERSION = 1
KINDS = {"rest": "REST", "http": "HTTP"}
_HEAD = ("API", "KIND", "STEP", "NEXT", "BLOCKED BY")


@dataclass(frozen=True)
class TemplateState:
    """The APIs of one template.

    Arguments:
        path: the template.
        apis: its APIs.
        error: why it could not be read; empty where it could.
    """

    path: str
    apis: tuple[ApiState, ...]
    error: str = ""


def render(name: str, direction: Direction, templates: Sequence[TemplateState], look: Look) -> str:
    """Print where the APIs stand.

    Arguments:
        name: ``text`` or ``json``.
        direction: the way that they go.
        templates: each template that has APIs, or that could not be read.
    """
    if name == "json":
        return _json(direction, templates)
    return "".join(f"{line.rstrip()}\n" for line in _lines(direction, templates, look))


def _lines(direction: Direction, templates: Sequence[TemplateState], look: Look) -> Iterator[str]:
    rows = {template.path: [_row(api) for api in template.apis] for template in templates}
    table = [_HEAD, *(row for each in rows.values() for row in each)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for template in templates:
        if template.apis:
            yield look.paint(clean_line(template.path), "bold")
            yield f"  {_aligned(_HEAD, widths)}"
            yield from (f"  {_aligned(row, widths)}" for row in rows[template.path])
            yield from _next(direction, template)
            yield ""
    points = Counter(api.point for template in templates for api in template.apis)
    told = ", ".join(f"{points[point]} {point.words}" for point in WayPoint if points[point])
    yield f"{count(sum(points.values()), 'API')}: {told}." if points else "No APIs."


def _row(api: ApiState) -> tuple[str, ...]:
    name = f"{api.id} + {api.beside}" if api.beside else api.id
    why = f" ({api.reason})" if api.reason else ""
    step = f"--{api.next}" if api.next else "-"
    cells = (name, KINDS[api.kind], f"{api.point.words}{why}", step, ", ".join(api.blockers) or "-")
    return tuple(map(clean_line, cells))


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))


def _next(direction: Direction, template: TemplateState) -> Iterator[str]:
    """The commands that take what can be taken."""
    for step in dict.fromkeys(api.next for api in template.apis if api.next and not api.blockers):
        yield f"  next: {clean_line(command(direction, step, template.path))}"
    if blockers := [code for api in template.apis for code in api.blockers]:
        yield f"  why it is blocked: sam-migrate explain {blockers[0]}"


def command(direction: Direction, step: str, path: str) -> str:
    """The command for a step.

    Arguments:
        path: the template.
    """
    return shlex.join(["sam-migrate", direction.value, f"--{step}", path])


def _json(direction: Direction, templates: Sequence[TemplateState]) -> str:
    points = Counter(api.point.value for template in templates for api in template.apis)
    document = {
        "version": VERSION,
        "tool": __version__,
        "direction": direction.value,
        "templates": [
            {
                "path": template.path,
                "error": template.error or None,
                "apis": [
                    {
                        "id": api.id,
                        "kind": api.kind,
                        "step": api.point.value,
                        "beside": api.beside or None,
                        "next": command(direction, api.next, template.path) if api.next else None,
                        "blockers": list(api.blockers),
                        "reason": api.reason,
                    }
                    for api in template.apis
                ],
            }
            for template in templates
        ],
        "summary": {point.value: points[point.value] for point in WayPoint},
    }
    return json.dumps(document, indent=2) + "\n"
