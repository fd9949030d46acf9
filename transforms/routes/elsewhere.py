"""Events whose API is not one of this template that can be migrated, and events that may be of one of two."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import Step, View, span
from migrator.findings import Code, Example, Finding, Level
from migrator.sam.kinds import OTHER, Kind
from migrator.sam.references import references
from migrator.sam.template import Event, Template
from migrator.text.node import Node
from migrator.text.values import given, intrinsic, literal, ref_target

from .. import pages
from ..codes import UNSUPPORTED_SHAPE

API_ELSEWHERE = Code(
    "api-elsewhere",
    Level.INFO,
    "An event belongs to an API that this template does not define, or defines as a type that cannot be migrated.",
    "Only APIs of the types AWS::Serverless::Api and AWS::Serverless::HttpApi, and those that SAM makes for events without an API, are "
    "migrated, together with their events. An event of any other API stays as it is.",
    "Migrate the API where it is defined. One that is a plain API Gateway resource has to be written as SAM's own type first.",
    pages.SAM_API,
    Example("RestApiId: !ImportValue shop-api", "(unchanged)"),
    levels=(
        (Level.WARNING, "a loop makes the API or its routes, so the template does not show what there is to migrate"),
        (Level.INFO, "another stack or another resource type defines the API"),
    ),
)

WRITE_OUT = "Write out what it makes, then run again."


def elsewhere(template: Template, kind: Kind) -> Iterator[Finding]:
    """Tell of events of the old kind whose API is not in the template, and of what a loop makes where no API is seen.

    Arguments:
        kind: the kind that APIs become.
    """
    old = OTHER[kind.name]
    if all(api.kind != old.name for api in template.apis.values()):
        yield from _made(template, old)
    for event in template.events:
        reference = _reference(event, old)
        if event.kind != old.name or event.api is not None or reference is None:
            continue
        if not template.apis.keys().isdisjoint(_candidates(template, reference)):
            continue  # said of that API, or it is of the other kind already
        what = f"Event {event.name} of {event.owner.id} is on {_named(template, reference)}, which is not migrated."
        place = span(template.source, reference)
        yield Finding(API_ELSEWHERE, what, API_ELSEWHERE.remedy, Level.INFO, None, place, reference.path())


def _made(template: Template, old: Kind) -> Iterator[Finding]:
    """What only the deployment makes (``Fn::ForEach``, ``Fn::Transform``) although it is of the old kind."""
    resources = template.root.get("Resources")
    for key, value in resources.entries().items() if resources is not None else ():
        said = {node.text for node in value.walk() if node.kind == "scalar"} if key.startswith("Fn::") else set()
        if not said.isdisjoint({old.section, old.type}):
            what = f"`{key}` makes {old.shown}, or routes of one, at deployment. They are not migrated."
            place = span(template.source, value)
            yield Finding(API_ELSEWHERE, what, WRITE_OUT, Level.WARNING, None, place, value.path())


def undecided(view: View) -> Iterator[Step]:
    """Tell of events that may be of this API, which is decided when the template is deployed."""
    old = view.old
    for event in view.template.events:
        reference = _reference(event, old)
        if event.kind != old.name or event.api is not None or reference is None:
            continue
        if view.api.id in _candidates(view.template, reference):
            what = f"Event {event.name} of {event.owner.id} names its API by a value that is known only at deployment."
            remedy = f"Write `{old.api_key}: !Ref {view.api.id}`, or another API, in the event."
            yield view.find(UNSUPPORTED_SHAPE, what, reference, remedy=remedy)


def _reference(event: Event, kind: Kind) -> Node | None:
    return given(event.get(kind.api_key))


def _candidates(template: Template, reference: Node) -> set[str]:
    """The names that an intrinsic mentions, and what a parameter says by default."""
    names = {each.name for each in references(reference)}
    defaults = {literal(template.parameters[name].get("Default")) for name in names if name in template.parameters}
    return {*names, *(name for name in defaults if name is not None)}


def _named(template: Template, reference: Node) -> str:
    """What a reference to an API leads to."""
    name, call = ref_target(reference) or literal(reference), intrinsic(reference)
    if kind := template.type_of(name):
        return f"{name}, {'an' if kind[0] == 'A' else 'a'} {kind}"
    if name in template.parameters:
        return f"the API that parameter {name} names"
    if call is None:
        return f"an API that is not in this template (`{name}`)"
    if call.name == "ImportValue":
        shown = f" (`{call.text}`)" if call.text is not None else ""
        return f"an API that another stack exports{shown}"
    return f"an API that `{'' if call.name == 'Ref' else 'Fn::'}{call.name}` gives at deployment"
