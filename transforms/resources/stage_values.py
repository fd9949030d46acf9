"""The name of the stage where it is used as a value: in code, in names, in settings of others."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from migrator.concern import Step, View, fact
from migrator.findings import Code, Example, Level
from migrator.sam.references import Reference

from .. import pages
from ..reading.addresses import address
from ..reading.named_stage import NamedStage, named_stage, new_stage, stage_id
from ..reading.rows import Places
from ..reading.segments import Segment
from ..reading.texts import Text

STAGE_VALUE = Code(
    "stage-value",
    Level.INFO,
    "The stage name is used as a value.",
    "The stage is renamed: an HTTP API has the stage `$default` unless you keep the name, and a REST API cannot have it. "
    "A variable of a function is a warning, since its code may compare the name or build other names from it.",
    "Check that everything that reads the name accepts the new one.",
    pages.STAGES,
    Example("Variables: {STAGE: !Ref MyApiProdStage}", "Variables: {STAGE: !Ref MyHttpApiApiGatewayDefaultStage}"),
    levels=(
        (Level.WARNING, "a variable of a function gets it, since its code may compare the name"),
        (Level.INFO, "anything else gets it"),
    ),
)

_HAS_OWN_STAGE = ("AWS::ApiGateway", "AWS::CloudWatch::", "AWS::Serverless::Connector")
"""Resources whose stage is looked after by a concern of their own."""
_HAS_PATHS = ("AWS::CloudFront::Distribution", "AWS::Route53::HealthCheck")
"""Resources with paths that begin with the stage, and go on to where it has another name."""


def stage_values(view: View, rewritten: Places | None = None, gone: Collection[str] = ()) -> Iterator[Step]:
    """Tell of every place that gets the name of the stage, by the attribute or by the id that SAM makes for it.

    Arguments:
        rewritten: names that are rewritten as a part of something else.
        gone: resources that are removed.
    """
    new, generated = new_stage(view), stage_id(view, before=True)
    if new is None:
        return
    shown = {(view.api.id, "Stage"): f"{view.api.id}.Stage", (generated, ""): generated}
    understood = [_understood(view), *([rewritten] if rewritten is not None else [])]
    own = _HAS_OWN_STAGE if view.stage.is_default else (*_HAS_OWN_STAGE, *_HAS_PATHS)
    for reference in view.template.references:
        name = shown.get((reference.name, reference.attribute)) if reference.form != "DependsOn" else None
        if name is None or reference.resource in gone or any(places.hold(reference) for places in understood):
            continue
        if not view.template.type_of(reference.resource).startswith(own):
            what, level = _place(reference)
            yield view.find(STAGE_VALUE, f"{what} gets `{name}`, which will be `{new}`.", reference.scalar, level=level)


def stage_beside(view: View, reference: Reference, text: Text) -> Iterator[Step]:
    """Tell of the stage behind the API's id in a text that is neither a URL nor an ARN, such as a link to the console.

    Arguments:
        reference: what names the API.
        text: what stands around it.
    """
    new = new_stage(view)
    if new is not None and (found := _behind(view, text)) is not None:
        what, level = _place(reference)
        message = f"{what} names stage `{found.shown}` after the API's id. The stage will be called `{new}`."
        remedy = f"Write `{new}` there, or check that the reader of the text finds the stage."
        yield view.find(STAGE_VALUE, message, reference.scalar, level=level, remedy=remedy)


def _behind(view: View, text: Text) -> Segment | None:
    """The first segment behind the API's id that names its stage, before the text names the API again."""
    for index in range(text.behind, len(text.row.pieces)):
        piece = text.row.pieces[index]
        if piece.kind == "name" and piece.text.partition(".")[0] == view.api.id:
            return None
        slashes = (at for at, sign in enumerate(piece.text) if sign == "/")
        for at in slashes if piece.kind == "text" else ():
            found = text.row.segment(index, at)
            if found is not None and named_stage(view, found.shape) is NamedStage.OWN:
                return found
    return None


def _place(reference: Reference) -> tuple[str, Level]:
    """Where a value goes to, and how much that weighs."""
    section, name, *rest = (str(key) for key in (*reference.scalar.path(), "", ""))
    if "Environment" in rest and "Variables" in rest[:-1]:
        variable = rest[rest.index("Variables") + 1]
        return f"Variable `{variable}` of {name}", Level.WARNING
    if section == "Outputs":
        return f"Output {name}", Level.INFO
    return (name if section == "Resources" else f"`{section}`"), Level.INFO


@fact
def _understood(view: View) -> Places:
    """Names in the URLs and ARNs of the API: there the stage is no value."""
    found = (address(view, reference).stage for reference in view.template.references_to(view.api.id))
    stages = {id(stage): stage for stage in found if stage is not None}
    return Places(piece for stage in stages.values() for piece in stage.pieces)
