"""Where each API of a template stands on the way to production, what comes next, and what is in its way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import TypeAlias

from ..migration import Migration, Status
from ..moves import TARGETS, reasons
from ..options import FINISH, SIDE_BY_SIDE, SWITCH, Direction, Options
from ..sam.kinds import OTHER, ApiKind
from ..sam.template import Template, read_template
from ..text.source import Source
from .standing import standing

Try: TypeAlias = Callable[[Source, Options], Migration]
"""Migrates a template with options, and writes nothing."""

STEPS = (SIDE_BY_SIDE, SWITCH, FINISH)
"""The steps, in their order."""


class WayPoint(str, Enum):
    """How far an API is."""

    NOT_BEGUN = "not-begun"
    SIDE_BY_SIDE = "side-by-side"
    SWITCHED = "switched"
    """Nothing leads to the old API any more that could lead to the new one."""
    FINISHED = "finished"
    """It is of the kind that APIs are to become, and no old one is left."""
    KEPT = "kept"

    @property
    def words(self) -> str:
        """For a sentence."""
        return self.value.replace("-", " ")


NEXT = {WayPoint.NOT_BEGUN: SIDE_BY_SIDE, WayPoint.SIDE_BY_SIDE: SWITCH, WayPoint.SWITCHED: FINISH}
"""The step that comes next."""


@dataclass(frozen=True)
class ApiState:
    """One API.

    Arguments:
        id: its logical id.
        kind: rest or http.
        point: how far it is.
        beside: the API that stands beside it; empty for none.
        next: the step that comes next; empty for none.
        blockers: codes of what is in its way.
        reason: why it is kept.
    """

    id: str
    kind: ApiKind
    point: WayPoint
    beside: str = ""
    next: str = ""
    blockers: tuple[str, ...] = ()
    reason: str = ""


def states(source: Source, direction: Direction, options: Options, attempt: Try) -> tuple[ApiState, ...]:
    """Tell where each API of a template stands.

    Arguments:
        direction: the way that its APIs are to go.
        options: what the repository asks for.
        attempt: tries a step.
    """
    template = read_template(replace(source, definitions=options.definitions))
    if template is None:
        return ()
    found = [*_states(template, direction, options)]
    for step in STEPS:
        waiting = tuple(state.id for state in found if state.next == step)
        if waiting:
            tried = attempt(source, asking(replace(options, apis=waiting), step))
            found = [_after(state, tried) if state.id in waiting else state for state in found]
    return tuple(_growing(state, source, options, attempt) for state in found)


LACKING = frozenset({"split", "beside-routes"})
"""What is in the way of a switch while the new API lacks routes."""


def _growing(state: ApiState, source: Source, options: Options, attempt: Try) -> ApiState:
    """The state with the first step once more where that adds the routes that the next one misses."""
    if state.next != SWITCH or LACKING.isdisjoint(state.blockers):
        return state
    tried = attempt(source, asking(replace(options, apis=(state.id,)), SIDE_BY_SIDE))
    return replace(state, next=SIDE_BY_SIDE, blockers=()) if tried.changed and not tried.blockers else state


def asking(options: Options, step: str) -> Options:
    """The options that ask for a step.

    Arguments:
        step: one of `STEPS`.
    """
    return replace(options, side_by_side=step == SIDE_BY_SIDE, switch=step == SWITCH, finish=step == FINISH)


def _states(template: Template, direction: Direction, options: Options) -> Iterator[ApiState]:
    kind = TARGETS[direction]
    why = reasons(template, options)
    pairs = {each.old.id: each.new.id for each in standing(template, kind)}
    for api in template.apis.values():
        if api.id in pairs.values():
            continue  # told with the old one
        if api.kind == kind.name:
            yield ApiState(api.id, api.kind, WayPoint.FINISHED)
        elif api.id in why:
            yield ApiState(api.id, OTHER[kind.name].name, WayPoint.KEPT, pairs.get(api.id, ""), reason=why[api.id])
        else:
            point = WayPoint.SIDE_BY_SIDE if api.id in pairs else WayPoint.NOT_BEGUN
            yield ApiState(api.id, api.kind, point, pairs.get(api.id, ""), NEXT[point])


def _after(state: ApiState, tried: Migration) -> ApiState:
    """The state with what the next step meets. A switch that would change nothing is done."""
    if tried.status is Status.ERROR:
        return replace(state, blockers=("error",))
    codes = tuple(dict.fromkeys(f.code.name for f in tried.blockers if f.api == state.id))
    if state.next == SWITCH and not codes and not tried.changed:
        return replace(state, point=WayPoint.SWITCHED, next=FINISH)
    return replace(state, blockers=codes)
