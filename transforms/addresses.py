"""URLs and ARNs of an API in the texts of a template, and the stage that they name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from migrator.concern import Move
from migrator.sam.references import Reference
from migrator.stage_name import Default, Given, known
from migrator.text.operations import Operation

from .segments import Segment, Shape, behind, segment, shape_of
from .texts import Piece, Text, text_of

TEST_STAGE = "test-invoke-stage"
"""What API Gateway's console calls a REST API's functions with; HTTP APIs have no such test."""

Kind = Literal["url", "arn", "management", "logs", "value", "mention"]

_HOST = ".execute-api."
_ARN = re.compile(r"execute-api:[^\s\"',]*$")
_MANAGEMENT = "/restapis/"
_LOGS = "API-Gateway-Execution-Logs_"
_STAGES = "/stages/"
_HOST_CHARACTERS = frozenset(".-:_")


@dataclass(frozen=True, eq=False)
class Address:
    """What a text says with the API's id.

    Arguments:
        kind: a URL, an ARN for callers, a management ARN, a log group, the bare id, or any other text with it.
        text: what stands around the id.
        stage: the segment where a stage belongs; None without a path.
        unclear: whether there may be a stage that cannot be told.
    """

    kind: Kind
    text: Text
    stage: Segment | None = None
    unclear: bool = False


def address(reference: Reference) -> Address:
    """Classify the text that the API's id stands in."""
    text = text_of(reference)
    lead, row = text.lead, text.behind
    if behind(row, _HOST) is not None:
        stage, unclear = _first_segment(row)
        return Address("url", text, stage, unclear or (stage is None and "/" in text.around))
    if lead.endswith(_MANAGEMENT):
        place = behind(row, _STAGES)
        return Address("management", text, segment(row, *place) if place is not None else None)
    if _ARN.search(lead):
        stage = segment(row, 0, 0) if behind(row, "/") is not None else None
        return Address("arn", text, stage, bool(row) and row[0].kind != "text")
    if lead.endswith(_LOGS):
        return Address("logs", text)
    if "execute-api" in text.around:
        return Address("arn" if "execute-api:" in text.around else "url", text, None, unclear=True)
    return Address("mention" if lead or row else "value", text)


def _first_segment(row: Sequence[Piece]) -> tuple[Segment | None, bool]:
    """The first segment of the path behind a host, and whether one may be there that cannot be told."""
    last = "."
    for index, piece in enumerate(row):
        if piece.kind != "text":
            if last != ".":  # `….amazonaws.com${Path}`
                return None, True
            last = "?"
            continue
        for offset, character in enumerate(piece.text):
            if character == "/":
                return segment(row, index, offset), False
            if not (character.isalnum() or character in _HOST_CHARACTERS):
                return None, False
        last = piece.text[-1:]
    return None, False


# -- the stage -----------------------------------------------------------------------------------------------


def is_own_name(move: Move, said: Shape) -> bool:
    """Whether it is SAM's reference to the stage, which follows by itself when names are rewritten."""
    own = (f"{move.api.id}.Stage", stage_id(move, before=True))
    return len(said) == 1 and said[0][0] == "name" and said[0][1] in own


def names_stage(move: Move, said: Shape) -> bool:
    """Whether a text is the API's stage: its name, its parameter, or a reference to it."""
    if is_own_name(move, said):
        return True
    if move.stage.name is not None:
        return said == (("text", move.stage.name),)
    return isinstance(move.stage.before, Given) and said == shape_of(move.stage.before.node)


def new_stage(move: Move) -> str | None:
    """The stage name to write where the old one stood; None where what stands there stays right."""
    return None if move.stage.after == move.stage.before else known(move.stage.after)


def restaged(move: Move, found: Segment) -> list[Operation]:
    """Write the new stage in the place of a segment that names the old one."""
    new = new_stage(move)
    return [] if new is None or is_own_name(move, found.shape) else found.replaced(new)


def stage_id(move: Move, *, before: bool = False) -> str | None:
    """The logical id that SAM gives the stage; None when it ends in a hash.

    Source: ``_construct_stage`` in api_generator.py and http_api_generator.py, samtranslator 1.115.0.
    """
    owner = move.api.id if before else move.new_id
    stage = move.stage.before if before else move.stage.after
    if isinstance(stage, Default):
        return f"{owner}ApiGatewayDefaultStage"
    name = known(stage)
    if name is None:
        return f"{owner}Stage"
    return f"{owner}{name}Stage" if name.isalnum() else None
