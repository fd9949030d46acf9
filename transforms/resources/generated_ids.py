"""Logical ids for an API on its way: those that SAM makes, and new ones for plain resources that change their type."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping

from migrator.concern import View, fact
from migrator.sam.template import Resource
from migrator.stage_name import known
from migrator.text.operations import Fragment, Operation, RenameKey
from migrator.text.values import each_of, literal

from ..reading.named_stage import stage_id
from .removals import leaving


@fact
def generated_ids(view: View) -> Mapping[str, str]:
    """Logical ids that SAM makes for the API, and what it makes for the new one in their place."""
    old, new = view.api.id, view.new_id
    names = dict(domain_ids(view))
    if (stage := stage_id(view, before=True)) is not None and (after := stage_id(view)) is not None:
        names[stage] = after
    names.update(_permission_ids(view))
    for authorizer in view.auth.authorizers:
        names[f"{old}{authorizer}AuthorizerPermission"] = f"{new}{authorizer}AuthorizerPermission"
    return {name: after for name, after in names.items() if name not in view.template.resources}


def _permission_ids(view: View) -> Iterator[tuple[str, str]]:
    """SAM puts the stage behind the ids of permissions of a REST API."""
    to_http = view.kind.name == "http"
    suffix = known(view.stage.before if to_http else view.stage.after) or "Stage"
    for event in view.api.events if suffix.isalnum() else ():
        of_http = f"{event.owner.id}{event.name}Permission"
        yield (of_http + suffix, of_http) if to_http else (of_http, of_http + suffix)


@fact
def domain_ids(view: View) -> Mapping[str, str]:
    """Logical ids that SAM makes for the API's domain, and what they become, in either direction."""
    to_http = view.kind.name == "http"
    old_domain, new_domain = ("", "V2") if to_http else ("V2", "")
    old, new = ("BasePathMapping", "ApiMapping") if to_http else ("ApiMapping", "BasePathMapping")
    domain = view.get("Domain", "DomainName")
    names = {}
    if (name := literal(domain)) is not None:
        digest = hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest()[:10]
        names[f"ApiGatewayDomainName{old_domain}{digest}"] = f"ApiGatewayDomainName{new_domain}{digest}"
    for path in ("", *_base_paths(view)) if domain is not None else ():
        names[f"{view.api.id}{path}{old}"] = f"{view.new_id}{path}{new}"
    return names


@fact
def _base_paths(view: View) -> list[str]:
    """The base paths of the domain, as SAM puts them into ids."""
    return ["".join(filter(str.isalnum, literal(item) or "")) for item in each_of(view.get("Domain", "BasePath"))]


def new_ids(view: View, old_type: str, wanted: Callable[[str], str], *reserved: str | None) -> dict[str, str]:
    """A logical id for each resource of a type, as if all changed it, so that every API that moves counts alike.

    Arguments:
        old_type: the type before.
        wanted: the id that a resource would have if no other had it.
        reserved: ids that SAM makes.
    """
    template = view.template
    taken = {*template.resources, *template.parameters, *reserved}
    found: dict[str, str] = {}
    for name, resource in template.resources.items():
        if resource.type != old_type:
            continue
        new, number = wanted(name), 2
        while new in taken:
            new, number = f"{wanted(name)}{number}", number + 1
        taken.add(new)
        found[name] = new
    return found


def renamed(view: View, resource: Resource, new: str) -> Iterator[Operation]:
    """Give a resource its new logical id and let references follow, unless ids are to be kept."""
    section = view.template.section("Resources")
    if view.options.keep_logical_ids or section is None:
        return
    gone = leaving(view)
    yield RenameKey(section, resource.id, new)
    for reference in view.template.references_to(resource.id):
        if reference.resource not in gone:
            yield Fragment(reference.scalar, reference.start, reference.end, new, everywhere=True)
