"""Which stage a text names, and what makes it name the same one afterwards: one reader for all places that name one."""

from __future__ import annotations

import re
from enum import Enum, auto

from migrator.concern import View, fact
from migrator.sam.patterns import fits
from migrator.stage_name import Default, Given, known
from migrator.text.operations import Operation

from .addresses import Address
from .further_stages import names_further_stage
from .segments import Segment, Shape, shape_of

EVERY_STAGE = (("text", "*"),)


class NamedStage(Enum):
    """Whose stage a text names."""

    FOLLOWS = auto()
    """The API's own, by a reference of SAM, which follows by itself when names are rewritten."""
    OWN = auto()
    """The API's own, by its name or its parameter."""
    FURTHER = auto()
    """Another stage of the API, which keeps its name."""
    EVERY = auto()
    OTHER = auto()
    """One that is no stage of the API, as far as can be told."""

    @property
    def is_own(self) -> bool:
        """Whether it is the API's own stage."""
        return self in (NamedStage.FOLLOWS, NamedStage.OWN)


def named_stage(view: View, said: Shape) -> NamedStage:
    """Whose stage a text names.

    Arguments:
        said: the text.
    """
    if len(said) == 1 and said[0] in (("name", f"{view.api.id}.Stage"), ("name", stage_id(view, before=True))):
        return NamedStage.FOLLOWS
    name = view.stage.name
    if said == (stage_shape(view) if name is None else (("text", name),)) != ():
        return NamedStage.OWN
    if names_further_stage(view, said):
        return NamedStage.FURTHER
    return NamedStage.EVERY if said == EVERY_STAGE else NamedStage.OTHER


def followed(view: View, found: Segment | None) -> list[Operation] | None:
    """What makes a segment name the same stage afterwards; None where it names no stage of the API.

    Arguments:
        found: the segment.
    """
    named = named_stage(view, found.shape) if found is not None else NamedStage.OTHER
    if found is None or named is NamedStage.OTHER:
        return None
    new = new_stage(view)
    return found.replaced(new) if named is NamedStage.OWN and new is not None else []


@fact
def stage_shape(view: View) -> Shape:
    """What the API's ``StageName`` says; nothing without one."""
    return shape_of(view.stage.before.node) if isinstance(view.stage.before, Given) else ()


@fact
def new_stage(view: View) -> str | None:
    """The stage name to write where the old one stood; None where what stands there stays right."""
    return None if view.stage.after == view.stage.before else known(view.stage.after)


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


def unfitting(view: View, where: Address) -> str | None:
    """Why a pattern behind the API's id does not mean the new stage as it means the old one; None where it does.

    Source: IAM user guide, reference_policies_elements_resource, and apigateway-control-access-using-iam-policies-to-invoke-api
    (``*`` stands for any characters, slashes too, and ``?`` for one).

    Arguments:
        view: the API on its way.
        where: a text with the API's id.
    """
    new, old = new_stage(view), view.stage.name
    text = _literal(where)
    if new is None or where.kind != "arn" or not re.search("[*?]", text):
        return None
    if not text.startswith("/"):  # `*prod*`: whether the stage or a part of the path is meant cannot be told
        meant = f"The pattern `{text}` contains stage `{old}`, which will be called `{new}`."
        return meant if old and old in text else None
    pattern = text[1:].split("/")[0]
    if not re.search("[*?]", pattern) or fits(pattern, new):
        return None
    if old is not None and fits(pattern, old):
        return f"The pattern `{pattern}` matches stage `{old}`, but not `{new}`, the new name of the stage."
    return f"The pattern `{pattern}` does not match `{new}`, the new name of the stage."


def _literal(where: Address) -> str:
    """What follows the id, where all of it is literal text; empty otherwise."""
    following = where.text.row.pieces[where.text.behind :]
    return "".join(piece.text for piece in following) if all(piece.kind == "text" for piece in following) else ""
