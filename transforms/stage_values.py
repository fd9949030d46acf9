"""The name of the stage where it is used as a value: in code, in names, in settings of others."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from migrator.concern import Move, Step, fact
from migrator.findings import Code, Example, Level
from migrator.sam.references import Reference

from . import pages
from .addresses import address, new_stage, stage_id
from .rows import Places

STAGE_VALUE = Code(
    "stage-value",
    Level.INFO,
    "The stage name is used as a value.",
    "The stage has another name from now on: an HTTP API has the stage `$default` unless you keep the name, and a REST API cannot have it. "
    "A variable of a function is a warning, since its code may compare the name or build other names from it.",
    "Check that whatever reads it takes the new name.",
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


def stage_values(move: Move, rewritten: Places | None = None, gone: Collection[str] = ()) -> Iterator[Step]:
    """Tell of every place that gets the name of the stage, by the attribute or by the id that SAM makes for it.

    Arguments:
        rewritten: names that are rewritten as a part of something else.
        gone: resources that are removed.
    """
    new, generated = new_stage(move), stage_id(move, before=True)
    if new is None:
        return
    understood = [_understood(move), *([rewritten] if rewritten is not None else [])]
    for reference in move.template.references:
        by_attribute = reference.name == move.api.id and reference.attribute == "Stage"
        if not (by_attribute or (reference.name == generated and not reference.attribute)):
            continue
        resource = move.template.resources.get(reference.resource or "")
        own = _HAS_OWN_STAGE if move.stage.is_default else (*_HAS_OWN_STAGE, *_HAS_PATHS)
        known = resource is not None and resource.type.startswith(own)
        if reference.form == "DependsOn" or known or reference.resource in gone:
            continue
        if any(places.hold(reference) for places in understood):
            continue
        what, level = _place(reference)
        shown = f"{reference.name}.Stage" if by_attribute else reference.name
        yield move.find(
            STAGE_VALUE, f"{what} gets `{shown}`, which is `{new}` from now on.", reference.scalar, level=level
        )


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
def _understood(move: Move) -> Places:
    """Names in the URLs and ARNs of the API: there the stage is no value."""
    found = (address(move, reference).stage for reference in move.template.references_to(move.api.id))
    stages = {id(stage): stage for stage in found if stage is not None}
    return Places(piece for stage in stages.values() for piece in stage.pieces)
