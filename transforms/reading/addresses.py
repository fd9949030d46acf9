"""URLs and ARNs of an API in the texts of a template, and the stage that they name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from migrator.concern import View, fact
from migrator.sam.kinds import ApiKind
from migrator.sam.references import Reference
from migrator.stage_name import Default, Given, known
from migrator.text.operations import Operation

from .segments import Segment, Shape, shape_of
from .texts import Text, texts

TEST_STAGE = "test-invoke-stage"
"""What API Gateway's console calls a REST API's functions with; HTTP APIs have no such test."""

MANAGED: dict[ApiKind, str] = {"rest": "/restapis/", "http": "/apis/"}
"""What stands before the id in an ARN that manages an API of each kind."""

ID_ATTRIBUTES: dict[ApiKind, tuple[str, ...]] = {"rest": ("", "RestApiId"), "http": ("", "ApiId")}
"""What gives the id of an API of each kind: `Ref` and one attribute."""

Kind = Literal["url", "arn", "management", "logs", "value", "mention"]

_HOST = ".execute-api."
_LOGS = "API-Gateway-Execution-Logs_"
_STAGES = "/stages/"


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


def address(view: View, reference: Reference) -> Address:
    """Classify the text that the API's id stands in."""
    text = texts(view).of(reference)
    if text.goes_on(_HOST) is not None:
        stage, unclear = text.row.path(text.behind)
        return Address("url", text, stage, unclear or (stage is None and text.around_mentions("/")))
    if text.ends(MANAGED[view.api.kind]):
        place = text.goes_on(_STAGES)
        return Address("management", text, text.row.segment(*place) if place is not None else None)
    if text.row.in_arn(text.index):
        return Address("arn", text, text.first_segment(), text.next is not None and text.next.kind != "text")
    if text.ends(_LOGS):
        return Address("logs", text)
    if text.around_mentions("execute-api"):
        return Address("arn" if text.around_mentions("execute-api:") else "url", text, None, unclear=True)
    return Address("value" if text.alone else "mention", text)


# -- the stage -----------------------------------------------------------------------------------------------


def is_own_name(view: View, said: Shape) -> bool:
    """Whether it is SAM's reference to the stage, which follows by itself when names are rewritten."""
    own = (f"{view.api.id}.Stage", stage_id(view, before=True))
    return len(said) == 1 and said[0][0] == "name" and said[0][1] in own


def names_stage(view: View, said: Shape) -> bool:
    """Whether a text is the API's stage: its name, its parameter, or a reference to it."""
    if is_own_name(view, said):
        return True
    if view.stage.name is not None:
        return said == (("text", view.stage.name),)
    return isinstance(view.stage.before, Given) and said == stage_shape(view)


@fact
def stage_shape(view: View) -> Shape:
    """What the API's ``StageName`` says; nothing without one."""
    return shape_of(view.stage.before.node) if isinstance(view.stage.before, Given) else ()


@fact
def new_stage(view: View) -> str | None:
    """The stage name to write where the old one stood; None where what stands there stays right."""
    return None if view.stage.after == view.stage.before else known(view.stage.after)


def restaged(view: View, found: Segment) -> list[Operation]:
    """Write the new stage in the place of a segment that names the old one."""
    new = new_stage(view)
    return [] if new is None or is_own_name(view, found.shape) else found.replaced(new)


def stage_id(view: View, *, before: bool = False) -> str | None:
    """The logical id that SAM gives the stage; None when it ends in a hash.

    Source: ``_construct_stage`` in api_generator.py and http_api_generator.py, samtranslator 1.115.0.
    """
    owner = view.api.id if before else view.new_id
    stage = view.stage.before if before else view.stage.after
    if isinstance(stage, Default):
        return f"{owner}ApiGatewayDefaultStage"
    name = known(stage)
    if name is None:
        return f"{owner}Stage"
    return f"{owner}{name}Stage" if name.isalnum() else None
