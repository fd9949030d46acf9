"""A stage is called `$default`, has a name that is known, or gets it at deployment."""

from __future__ import annotations

import pytest

from migrator.stage_name import Default, Given, Named, StageName, called, known, stage_name, written
from migrator.text.parsing import parse
from migrator.text.source import decode


def read(text: str, implied: str = "Prod") -> StageName:
    """The name that a property has."""
    root = parse(decode("t.yaml", f"StageName: {text}\n".encode())).root
    assert root is not None
    return stage_name(root.get("StageName"), implied)


@pytest.mark.parametrize(
    ("text", "name"), [("prod", Named("prod")), ("'1'", Named("1")), ("$default", Default()), ('"$default"', Default())]
)
def test_a_name_that_is_written(text: str, name: StageName) -> None:
    assert read(text) == name
    assert called(str(known(name))) == name
    assert written(name) == known(name)


@pytest.mark.parametrize("text", ["!Ref Stage", "{Ref: Stage}", "!Sub '${Stage}-1'", "null"])
def test_a_name_that_an_intrinsic_gives(text: str) -> None:
    name = read(text)
    assert isinstance(name, Given)
    assert known(name) is None
    assert written(name) is name.node
    assert name != read(text)


def test_a_name_that_sam_gives() -> None:
    assert stage_name(None, "Prod") == Named("Prod")
    assert stage_name(None, "$default") == Default()
