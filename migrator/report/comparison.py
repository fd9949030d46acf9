"""The report of ``verify``: two templates compared, for people and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

from .. import __version__
from ..proof.comparison import Comparison, Pair
from ..proof.differences import Difference
from .json_report import VERSION, plan
from .paint import Look
from .text import deployment


def render(comparison: Comparison, look: Look) -> str:
    """Print a comparison for people: what belongs together, what differs, the plan, the verdict.

    Arguments:
        comparison: what comparing showed.
        look: where it is printed.
    """
    parts = [
        [look.wrap(_pair(pair), 0, hang=2) for pair in comparison.pairs] or ["No APIs that belong together."],
        list(_differences(comparison.differences, look)),
        [f"not compared: {look.wrap(sentence, 0, hang=14)}" for sentence in comparison.uncompared],
        [look.wrap(note, 0) for note in comparison.notes],
        list(deployment(comparison.plan, look)),
        [_verdict(comparison, look)],
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def _pair(pair: Pair) -> str:
    before, after = (
        f"{name} ({kind.upper()})" for name, kind in zip((pair.before, pair.after), pair.kinds, strict=True)
    )
    names = before if before == after else f"{before} -> {after}"
    return f"{names}: {pair.routes} route{'s' * (pair.routes != 1)}, matched by {pair.match.value}"


def _differences(found: tuple[Difference, ...], look: Look) -> Iterator[str]:
    for difference in found:
        mark = look.paint("weaker  ", "alarm") if difference.weaker else look.paint("differs ", "caution")
        yield f"{mark}{look.wrap(difference.sentence, 0, hang=8)}"


def _verdict(comparison: Comparison, look: Look) -> str:
    if comparison.status == "incomplete":
        count = len(comparison.uncompared)
        return f"{look.paint('Incomplete:', 'alarm')} {count} difference{'s' * (count != 1)} not compared."
    if not comparison.differences:
        routes = sum(pair.routes for pair in comparison.pairs)
        return f"{look.paint('Equal:', 'green')} {routes} route{'s' * (routes != 1)}, targets and access control."
    count, weaker = len(comparison.differences), sum(d.weaker for d in comparison.differences)
    security = f", {weaker} of them with weaker access" if weaker else ""
    return f"{look.paint('Different:', 'alarm')} {count} difference{'s' * (count != 1)}{security}."


def render_json(paths: tuple[str, str], comparison: Comparison | None, error: str | None) -> str:
    """Print a comparison as one JSON document, ASCII only.

    Arguments:
        paths: the templates before and after.
        comparison: what comparing showed; None when a template could not be compared.
        error: why not.
    """
    status = "error" if comparison is None else comparison.status
    document = {
        "version": VERSION,
        "tool": __version__,
        "before": paths[0],
        "after": paths[1],
        "status": status,
        "error": error,
        "apis": [
            {
                "before": p.before,
                "after": p.after,
                "matched": p.match.name.lower(),
                "kinds": p.kinds,
                "routes": p.routes,
            }
            for p in (comparison.pairs if comparison else ())
        ],
        "differences": [
            {"api": d.api or None, "message": d.sentence, "weaker": d.weaker, "facet": d.facet or None}
            for d in (comparison.differences if comparison else ())
        ],
        "uncompared": list(comparison.uncompared) if comparison else [],
        "notes": list(comparison.notes) if comparison else [],
        "deployment": list(comparison.plan.lines) if comparison else [],
        "plan": plan(comparison.plan) if comparison else None,
    }
    return json.dumps(document, indent=2) + "\n"
