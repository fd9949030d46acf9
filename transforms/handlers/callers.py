"""What calls a function besides the APIs that move: code that follows them would fail there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from migrator.sam.extensions import AUTHORIZER
from migrator.sam.kinds import API_TYPES, FUNCTION
from migrator.sam.references import Reference
from migrator.sam.template import Event, Resource, Template
from migrator.text.values import is_map, literal

from .find import functions

STAYS = "which stays as it is"
"""Ends every clause about an API: what it sends are requests, in the format of its own kind."""

BESIDE = ("AWS::Logs::", "AWS::CloudWatch::", "AWS::ApplicationAutoScaling::", "AWS::IAM::")
"""Types that name a function and never call it: a policy gives a permission and sends no event."""

AUTHORIZERS = frozenset({"Authorizers", AUTHORIZER})
"""Keys below which an API names the functions of its authorizers."""

MADE = ("Alias", "Version")
"""What SAM appends to a function's id for `AutoPublishAlias`."""

_GATEWAY = "apigateway.amazonaws.com"


def callers(template: Template, moving: Collection[str], defined: Collection[str]) -> dict[str, tuple[str, ...]]:
    """What else calls each function, as clauses with the function as their subject, by its logical id.

    Arguments:
        moving: ids of the APIs that move.
        defined: functions that routes in definitions lead to.
    """
    own = functions(template)
    named = _named(template, own)
    events = {id(event.node): event for event in template.events}
    found = {}
    for name, function in own.items():
        clauses = [*_of_function(function, events, moving)]
        clauses += [
            clause
            for reference in named[name]
            if (clause := _by_reference(template, function, reference, moving, defined)) is not None
        ]
        found[name] = tuple(dict.fromkeys(clauses))
    return found


def _of_function(function: Resource, events: Mapping[int, Event], moving: Collection[str]) -> Iterator[str]:
    """What a function says itself of who calls it."""
    if function.type != FUNCTION:
        yield "is no function of SAM, so not everything that calls it is known"
    if function.properties.get("FunctionUrlConfig") is not None:
        yield "has an address of its own, which sends payload 2.0 always"
    section = function.local.get("Events") if function.local is not None else None
    for name, node in section.entries().items() if section is not None and is_map(section) else ():
        event = events.get(id(node))
        if event is None:
            yield f"is also called by event {name} ({literal(node.get('Type')) if is_map(node) else '?'})"
        elif event.api not in moving:
            yield f"is also called by {event.api or 'an API outside this template'}, {STAYS}"


def _named(template: Template, names: Iterable[str]) -> dict[str, list[Reference]]:
    """Places that name each function, or a version of it that SAM makes."""
    found: dict[str, list[Reference]] = {name: [] for name in names}
    for reference in template.references:
        if (function := template.functions.get(reference.name)) is not None:
            found[function].append(reference)
        elif reference.name not in template.resources and any(mark in reference.name for mark in MADE):
            for name in found:
                if reference.name.startswith(tuple(name + mark for mark in MADE)):
                    found[name].append(reference)
    return found


def _by_reference(
    template: Template, function: Resource, reference: Reference, moving: Collection[str], defined: Collection[str]
) -> str | None:
    """What a place that names a function may call it for; None where it cannot."""
    path = reference.scalar.path()
    if path[0] == "Globals" and path[1] not in ("Api", "HttpApi"):
        return "is also named in `Globals`"
    if path[0] == "Outputs":
        exported = len(path) > 1 and template.root.get("Outputs", str(path[1]), "Export") is not None
        return "is exported for other stacks" if exported else None
    owner = template.resources.get(reference.resource or "")
    if owner is None or reference.form == "DependsOn" or _never_calls(template, owner, function):
        return None
    if owner.type not in API_TYPES:
        return f"is also named by {owner.id} ({owner.type})"
    if owner.id not in moving:
        return f"is also called by {owner.id}, {STAYS}"
    known = function.id in defined or not AUTHORIZERS.isdisjoint(path)
    return None if known else f"is also named in the definition of {owner.id}"


def _never_calls(template: Template, owner: Resource, function: Resource) -> bool:
    """Whether a resource names a function and sends it nothing; who names an alias or version of it is asked as well."""
    if owner is function or owner.type.startswith(BESIDE) or template.functions.get(owner.id) == function.id:
        return True
    return owner.type == "AWS::Lambda::Permission" and literal(owner.properties.get("Principal")) == _GATEWAY
