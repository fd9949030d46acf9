"""What one direction says of a use of an API, the other says of its mirror; and no spelling knows more than another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rewriting import rewrite
from spellings import SPELLING_WHY, SPELLINGS, Spelled, in_auth, in_definition
from uses import ROWS, SIDES, WHY, Codes

from migrator.migration import Status
from migrator.options import Direction, Options
from migrator.text.source import Source


def rows() -> Iterator[object]:
    for stage in SIDES:
        for name in ROWS:
            yield pytest.param(stage, name, id=f"{name}, {stage}")


@pytest.mark.parametrize(("stage", "name"), list(rows()))
def test_both_directions_report_or_neither_does(stage: str, name: str) -> None:
    there, back = (side.codes(ROWS[name]) for side in SIDES[stage])
    assert (bool(there) != bool(back)) == ((stage, name) in WHY), (sorted(there), sorted(back))


def test_reasons_are_given_for_rows() -> None:
    known = {(stage, name) for stage in SIDES for name in ROWS}
    assert WHY.keys() <= known


def codes(direction: str, text: str) -> Codes:
    found = rewrite(Source("template.yaml", text), Direction(direction), Options())
    assert found.status in (Status.MIGRATED, Status.BLOCKED), found.error
    return frozenset(f.code.name for f in found.findings)


def of_spellings(direction: str, one: Spelled) -> tuple[Codes, Codes]:
    """What is reported of an authorizer in `Auth`, and of the same in a definition."""
    if direction == "to-http":
        return (
            codes(direction, in_auth("Api", "RestApiId", "", one)),
            codes(direction, in_definition("Api", "", one)),
        )
    payload = ", PayloadFormatVersion: '1.0'", ", payloadFormatVersion: '1.0'"
    return (
        codes(direction, in_auth("HttpApi", "ApiId", payload[0], one)),
        codes(direction, in_definition("HttpApi", payload[1], one)),
    )


def spellings() -> Iterator[object]:
    for key in SPELLINGS:
        yield pytest.param(*key, id=", ".join(key))


@pytest.mark.parametrize(("direction", "name"), list(spellings()))
def test_both_spellings_report_the_same(direction: str, name: str) -> None:
    auth, definition = of_spellings(direction, SPELLINGS[direction, name])
    assert (auth != definition) == ((direction, name) in SPELLING_WHY), (sorted(auth), sorted(definition))


def test_reasons_are_given_for_spellings() -> None:
    assert SPELLING_WHY.keys() <= SPELLINGS.keys()
