"""What codes about handlers have in common: their levels, and the pages that explain them."""

from __future__ import annotations

from typing import Final

from migrator.findings import Code, Example, Level

from .. import pages

LOWERED: Final = "Look headers up by their names in lower case, in a dict whose keys are made lower case."
"""What to do about headers wherever they are looked up."""

UNPROVEN: Final = (
    (Level.BLOCKER, "to-rest, for a function that gets payload 2.0: it is not proven to take the events of a REST API"),
    (
        Level.WARNING,
        "the function keeps payload 1.0, or moves between that and the nearly equal events of a REST API; or all that is "
        "left is to check what the message names",
    ),
)
PASSED_ON: Final = (*UNPROVEN, (Level.INFO, "the function keeps payload 1.0, and nothing that differs was seen"))


def blocker(
    name: str,
    what: str,
    why: str,
    remedy: str,
    docs: str = pages.PAYLOAD,
    example: Example | None = None,
    *,
    levels: tuple[tuple[Level, str], ...] = UNPROVEN,
    security: bool = False,
) -> Code:
    """A code of what is not proven: the function stays as it is, and accepting would not change it."""
    return Code(name, Level.BLOCKER, what, why, remedy, docs, example, security, acceptable=False, levels=levels)
