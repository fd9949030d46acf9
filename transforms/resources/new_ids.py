"""New logical ids for plain resources that change their type: CloudFormation refuses a new type under an old id (T4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from migrator.concern import View
from migrator.sam.template import Resource
from migrator.text.operations import Fragment, Operation, RenameKey

from .removals import leaving


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
