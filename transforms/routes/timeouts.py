"""How long a route may take: an API of either kind ends a request after a time of its own."""

from __future__ import annotations

from collections.abc import Generator

from migrator.concern import Step, View
from migrator.findings import Level
from migrator.sam.kinds import ApiKind
from migrator.text.node import Node
from migrator.text.values import literal

from .codes import TIMEOUT

LIMITS: dict[ApiKind, int] = {"http": 30_000, "rest": 29_000}
"""Milliseconds. Source: API Gateway quotas, integration timeout."""

UNKNOWN = "The timeout of this route is known only at deployment; more than {} ms is refused."
FASTER = "Make the route faster if it ever takes that long."


def allowed(view: View, node: Node, route: str) -> Generator[Step, None, int | None]:
    """What the new API makes of a timeout; None where that is not a number.

    Arguments:
        node: the timeout, in milliseconds.
        route: whose it is, at the beginning of a sentence.
    """
    text, limit = literal(node) or "", LIMITS[view.kind.name]
    if not text.isdecimal():
        return None
    if int(text) > limit:
        what = f"{route} may take {text} ms; {view.kind.shown} ends it after {limit} ms."
        cut = view.kind.name == "rest"
        yield view.find(
            TIMEOUT, what, node, level=Level.WARNING if cut else Level.BLOCKER, remedy=FASTER if cut else ""
        )
    return min(int(text), limit)
