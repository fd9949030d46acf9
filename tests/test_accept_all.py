"""Whatever losses are accepted, a template ends migrated or with findings of its own: never in an error."""

from __future__ import annotations

from dataclasses import replace

import pytest

from golden import Case, cases
from migrator import migrate
from migrator.findings import ALL, Accept
from migrator.migration import Direction, Status
from migrator.proof.objections import DOES_NOT_COMPILE, NOT_EQUIVALENT
from migrator.text.source import decode

SLICES = 24
"""Test runners share out slices; a slice is as much as one other slow test."""


def dead_end(case: Case, direction: Direction) -> str | None:
    """What is wrong with how a case ends when everything is accepted; None for nothing."""
    options = replace(case.options, accept=(Accept(ALL),), strict=False, apis=())
    found = migrate(decode(str(case.path), case.path.read_bytes()), direction, options)
    if found.status is Status.ERROR:
        return found.error
    generic = [f.message for f in found.findings if f.code in (NOT_EQUIVALENT, DOES_NOT_COMPILE)]
    return "; ".join(generic) or None


@pytest.mark.parametrize("number", range(SLICES))
def test_no_case_ends_in_an_error(number: int) -> None:
    ends = {
        f"{case.name}, {direction.value}": end
        for case in cases()[number::SLICES]
        for direction in Direction
        if (end := dead_end(case, direction)) is not None
    }
    assert ends == {}
