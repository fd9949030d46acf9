"""Logical ids of the permissions that SAM makes of events: two events that get one id lose one of the permissions."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import Step, View
from migrator.proof.deployment_codes import ID_TAKEN
from migrator.sam.kinds import FUNCTION, KINDS
from migrator.sam.template import Event
from migrator.text.node import Node
from migrator.text.values import entries_of, literal

# Source: _construct_permission in eventsources/push.py, samtranslator 1.115.0.


def collisions(view: View) -> Iterator[Step]:
    """Tell of events of this API whose permission gets the id that SAM gives another event's.

    SAM adds the stage to the ids of a REST API only, so ids can become one, such as those of event ``BC`` of function
    ``A`` and of event ``C`` of ``AB``. Of two APIs that move, the second is to blame: without it the first can go.
    """
    api_events = {(event.owner.id, event.name): event for event in view.template.events}
    made: dict[str, list[tuple[str, str]]] = {}
    for place in _events(view):
        made.setdefault(_permission(view, api_events.get(place), *place), []).append(place)
    for event in view.api.events:
        own = (event.owner.id, event.name)
        name = _permission(view, event, *own)
        others = (place for place in made.get(name, ()) if place != own)
        other = next((place for place in others if not _comes_later(view, api_events.get(place))), None)
        if other is not None:
            what = f"SAM gives the permissions of event {event.name} of {event.owner.id} and of event {other[1]} of {other[0]} the same logical id, {name}"
            yield view.find(
                ID_TAKEN, f"{what}, and creates only one of them.", event.node, remedy="Rename one of the events."
            )


def _comes_later(view: View, event: Event | None) -> bool:
    """Whether an event is one of an API that moves, too, and stands behind this one."""
    api = view.template.apis.get(event.api or "") if event is not None else None
    if api is None or api.id == view.api.id or api.kind != view.api.kind or api.id in view.staying:
        return False
    order = list(view.template.apis)
    return order.index(api.id) > order.index(view.api.id)


def _events(view: View) -> Iterator[tuple[str, str]]:
    """Function and name of every event, of an API or of anything else."""
    for resource in view.template.resources.values():
        if resource.type == FUNCTION:
            yield from ((resource.id, name) for name in entries_of(resource.get("Events")))


def _permission(view: View, event: Event | None, function: str, name: str) -> str:
    """The id of a permission once the API has moved."""
    made = f"{function}{name}Permission"
    if event is None or event.api is None:
        return made
    api = view.template.apis.get(event.api)
    old = api.kind if api is not None else event.kind
    moves = event.api == view.api.id or (old != view.kind.name and event.api not in view.staying)
    if (view.kind.name if moves else old) == "http":
        return made
    return f"{made}{_suffix(view, event.api)}"


def _suffix(view: View, api: str) -> str:
    """What SAM adds for a REST API: its stage, or ``Stage`` where that is no text; a hash is told apart by no id."""
    found = view.template.apis.get(api)
    stage = found.properties.get("StageName") if found is not None else None
    after = view.stage.after if api == view.api.id else stage
    text = literal(after) if isinstance(after, Node) else after
    if text is None:
        return "Stage" if after is not None else KINDS["rest"].implicit_stage
    return text if isinstance(text, str) and text.isalnum() else f"({api})"
