"""What is alike for authorizers of every sort: places that are not understood, and settings that mean nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from migrator.concern import Step, View
from migrator.sam.kinds import KINDS

from ..codes import DROPPED_SETTING, UNSUPPORTED_SHAPE
from .fact import Origin
from .requirement_codes import DEFINITION_SECURITY

SHAPE = {"sam": UNSUPPORTED_SHAPE, "openapi": DEFINITION_SECURITY}
"""What a place is reported as that is not understood, by the spelling that it belongs to."""


def faults(view: View, origin: Origin) -> Iterator[Step]:
    """Report the places that are not understood.

    Arguments:
        origin: which authorizer it is.
    """
    remedy = "" if origin.spelling == "sam" else "Write that part of the authorizer out, as literal text."
    for node, what in origin.faults:
        yield view.find(SHAPE[origin.spelling], what, node, remedy=remedy)


def ignored(view: View, origin: Origin, meant: Mapping[str, str]) -> Iterator[Step]:
    """Report the settings that have no effect and are removed.

    Arguments:
        origin: which authorizer it is.
        meant: what to do about a setting that its owner may believe in, by its name.
    """
    for key, node in origin.ignored:
        what = f"`{key}` of authorizer {origin.name} is left out. It has no effect on {KINDS[origin.kind].shown}."
        yield view.find(DROPPED_SETTING, what, node, remedy=meant.get(key, ""))


def unnamed_header(origin: Origin) -> str:
    """What is said of an authorizer whose header is not a literal name."""
    return f"The header of authorizer {origin.name} must be a literal name."
