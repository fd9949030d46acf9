"""Whatever losses are accepted, a template ends migrated or with findings of its own: never in an error."""

from __future__ import annotations

from dataclasses import replace

import pytest

from golden import Case, cases
from migrator import migrate
from migrator.findings import ALL, Accept
from migrator.migration import Status
from migrator.options import Direction
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


def changed_by_accepting(case: Case, direction: Direction) -> bool:
    """Whether accepting leads anywhere new; what migrates without it is compared with the golden cases."""
    as_it_is = case.report["status"] == "migrated" and not case.options.strict and not case.options.apis
    return direction is not case.direction or not as_it_is


@pytest.mark.parametrize("number", range(SLICES))
def test_no_case_ends_in_an_error(number: int) -> None:
    ends = {
        f"{case.name}, {direction.value}": end
        for case in cases()[number::SLICES]
        for direction in Direction
        if changed_by_accepting(case, direction) and (end := dead_end(case, direction)) is not None
    }
    assert ends == {}
