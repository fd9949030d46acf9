"""A comparison as one page that needs nothing else."""

from __future__ import annotations

from ..diff import name_of
from ..pages import page
from . import Compared, folded, mark, missing, pair, verdicts


def render(compared: Compared) -> str:
    """Print a comparison as one page for browsers, or why there is none."""
    found = compared.comparison
    return page(
        "comparison/page.jinja",
        names=[name_of(compared.before), name_of(compared.after)],
        error=compared.error,
        verdicts=list(verdicts(found)) if found else [],
        pairs=list(map(pair, found.pairs)) if found else [],
        lists=[
            ("Differences", [(mark(d), told) for d, told in folded(found.differences)]),
            ("Not compared", [("", sentence) for sentence in missing(found)]),
            ("Accepted", [(mark(d), told) for d, told in folded(found.accepted)]),
            ("Notes", [("", note) for note in found.notes]),
        ]
        if found
        else [],
        plan=found.plan if found else None,
    )
