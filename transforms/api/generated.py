"""Parts of a template that a macro or an intrinsic function generates at deployment: what is in them cannot be seen."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import Step, View, fact
from migrator.findings import Code, Example, Level
from migrator.sam.kinds import FUNCTION, KINDS, STATE_MACHINE
from migrator.text.node import Node
from migrator.text.values import get, given, intrinsic, is_map, items_of, literal

from .. import pages
from .loops import LOOP, may_touch

OPAQUE_TEMPLATE = Code(
    "opaque-template",
    Level.BLOCKER,
    "A macro or an intrinsic function generates a part of the template at deployment.",
    "It may contain functions, events or references to this API, which would not be migrated.",
    "Write that part out in the template, or migrate by hand.",
    pages.SAM_HTTPAPI,
    acceptable=False,
)


GENERATED = "This part of the template is generated at deployment."

MACRO = Code(
    "macro",
    Level.WARNING,
    "The template uses a macro that is not one of AWS's own.",
    "What it changes is not known: it may look for resources of the old type, or add functions, events and references that "
    "the template does not show.",
    "Read what the macro does, and look at the change set before you deploy.",
    pages.UPDATES,
    Example("Transform: [OurMacro, AWS::Serverless-2016-10-31]", "(unchanged)"),
)


@fact
def opaque(view: View) -> Node | None:
    """The first place that may hide events or references of an API."""
    root = view.template.root
    shared = [root.get("Globals", kind.section) for kind in KINDS.values()]
    sections = [each for each in (root, root.get("Globals"), *shared, root.get("Resources")) if each is not None]
    for key, value in (entry for section in sections for entry in section.entries().items()):
        if _hides(view, key, value):
            return value
    owners = [each for each in view.template.resources.values() if each.type in (FUNCTION, STATE_MACHINE)]
    return next(filter(None, (_hidden(view, owner.get("Events")) for owner in owners)), None)


def _hides(view: View, key: str, value: Node) -> bool:
    """Whether an entry stands for others that may belong to an API or name it."""
    return key.startswith("Fn::") and not (key.startswith(LOOP) and not may_touch(view, value))


def _hidden(view: View, events: Node | None) -> Node | None:
    """The events, or one of them, that an intrinsic function or a macro generates."""
    if events is None or given(events) is None:
        return None
    if not is_map(events) or any(_hides(view, key, value) for key, value in events.entries().items()):
        return events
    return next((event for event in events.entries().values() if intrinsic(event) is not None), None)


def generated(view: View) -> Iterator[Step]:
    """Report what may hide functions, events or references of the API."""
    if (node := opaque(view)) is not None:
        yield view.find(OPAQUE_TEMPLATE, GENERATED, node)
    yield from _included(view)
    yield from _macros(view)


def _macros(view: View) -> Iterator[Step]:
    """Macros that the whole template goes through, beside those of AWS, which leave APIs alone."""
    listed = view.template.root.get("Transform")
    for entry in items_of(listed) or ([listed] if listed is not None else []):
        name = literal(entry) or literal(entry.get("Name")) or ""
        if name == "AWS::Include":
            yield view.find(OPAQUE_TEMPLATE, GENERATED, entry)
        elif not name.startswith("AWS::"):
            yield view.find(MACRO, f"The macro `{name or '?'}` changes the template when it is deployed.", entry)


def _included(view: View) -> Iterator[Step]:
    """Parts of this API that a macro or an intrinsic makes, among others that are written out."""
    written = {"DefinitionBody", "Fn::Transform"}
    parts = [node for key, node in view.api.properties.entries().items() if key not in written]
    places = [inner for part in (*parts, *(event.node for event in view.api.events)) for inner in part.walk()]
    for node in (view.api.attribute("Properties"), *places):
        if (made := get(node, "Fn::Transform")) is not None:
            yield view.find(OPAQUE_TEMPLATE, "This part of the API is generated at deployment.", made)
