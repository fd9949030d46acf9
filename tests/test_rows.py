"""Texts read in one pass say what a slower reading says."""

from __future__ import annotations

import re
from random import Random

import pytest

from migrator.sam.references import Reference, references, variables
from migrator.text.node import Node
from migrator.text.parsing import parse
from migrator.text.source import Source
from transforms.reading.pieces import Piece, pieces
from transforms.reading.rows import Places, Row

VARIABLE = re.compile(r"\$\{\s*([^!}\s][^}]*?)\s*\}")
ARN = re.compile(r"execute-api:[^\s\"',]*\Z")
WORDS = [
    "${",
    "}",
    "!",
    " ",
    "a",
    "${A}",
    "${ B }",
    "/",
    ".",
    ":",
    "execute-api:",
    "https://",
    '"',
    "x.y/z",
    "${A.Arn}",
]
SEEDS = range(100)


def text_of(random: Random) -> str:
    return "".join(random.choice(WORDS) for _ in range(random.randrange(12)))


def written(random: Random) -> Node:
    """A call of a random text, or a Join of some."""
    texts = [text_of(random) for _ in range(3)]
    quoted = ["'" + text.replace("'", "''") + "'" for text in texts]
    forms = [
        f"!Sub {quoted[0]}",
        f"!Sub [{quoted[0]}, {{A: {quoted[1]}, B: !Sub {quoted[2]}}}]",
        f"!Join ['', [{quoted[0]}, !Sub {quoted[1]}, !Ref A]]",
        f"!Join [/, [!Sub {quoted[1]}, !Sub [{quoted[2]}, {{A: !Ref C}}]]]",
    ]
    root = parse(Source("t.yaml", random.choice(forms))).root
    assert root is not None
    return root


@pytest.mark.parametrize("seed", SEEDS)
def test_variables_are_those_that_a_regular_expression_finds(seed: int) -> None:
    text = text_of(Random(seed))
    slow = [(found[1], found.start(), found.end(), found.start(1)) for found in VARIABLE.finditer(text)]
    assert list(map(tuple, variables(text))) == slow


def holds(piece: Piece, reference: Reference) -> bool:
    if reference.scalar is not piece.origin:
        return False
    return piece.origin is not piece.node or piece.start <= reference.start < piece.end


@pytest.mark.parametrize("seed", SEEDS)
def test_references_are_where_the_first_piece_holds_them(seed: int) -> None:
    root = written(Random(seed))
    row = Row(pieces(root))
    for reference in references(root):
        found = (i for i, piece in enumerate(row.pieces) if piece.kind != "text" and holds(piece, reference))
        slow = next(found, None)
        assert Places(row.pieces).of(reference) == slow
        assert row.at(reference) == (len(row.pieces) if slow is None else slow)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_stands_before_a_piece(seed: int) -> None:
    row = Row(pieces(written(Random(seed))))
    for index in range(len(row.pieces) + 1):
        lead = "".join(piece.text if piece.kind == "text" else "?" for piece in row.pieces[:index])
        assert row.begins(index) == (not lead)
        assert row.ends(index, "://") == lead.endswith("://")
        assert row.in_arn(index) == (ARN.search(lead) is not None)


@pytest.mark.parametrize("seed", SEEDS)
def test_where_a_host_ends(seed: int) -> None:
    """The first slash behind a host begins its path; a name that no dot stands before may hold one."""
    row = Row(pieces(written(Random(seed))))
    for index, piece in enumerate(row.pieces):
        if piece.kind == "text":
            assert row.path(index) == slow_path(row, index)


def slow_path(row: Row, start: int) -> tuple[object, bool]:
    last = "."
    for index in range(start, len(row.pieces)):
        piece = row.pieces[index]
        if piece.kind != "text":
            if last != ".":
                return None, True
            last = "?"
            continue
        for offset, character in enumerate(piece.text):
            if character == "/":
                return row.segment(index, offset), False
            if not (character.isalnum() or character in ".-:_"):
                return None, False
        last = piece.text[-1:]
    return None, False
