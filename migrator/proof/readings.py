"""Compare two compiled templates by what their values resolve to: by default, and whatever parameters may be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Final, TypeAlias

from ..migration import ApiOutcome
from ..options import Direction
from .attached.table import HARMLESS
from .cases import cases, open_comparisons
from .difference import Difference
from .differences import compared, differences
from .shapes import mapping
from .surface import ExposedApi, surfaces
from .values import DEFAULTS, Reading, resolved
from .written_values import PLACEHOLDER

Template: TypeAlias = Mapping[str, Any]
Surfaces: TypeAlias = Mapping[str, ExposedApi]
_Told: TypeAlias = tuple[tuple[str, ...], bool]
"""What tells a difference from others, and whether it lets callers in."""

OTHERWISE: Final = "with other parameter values"
_WORD = re.compile(r"\w+")


class Depth(Enum):
    """How far the values of two templates are resolved."""

    DEFAULTS = "every parameter has the value that the template gives it"
    FREE = "conditions and lookups that a parameter decides stay open, with their definitions"
    OPEN = "the same where every case is looked at by itself, so that nothing is told of it"
    CASE = "conditions are taken to hold, or not to; lookups stay open"
    SPELLED = "parameters stay under their names as well"


@dataclass(frozen=True, eq=False)
class Sides:
    """The APIs of two templates in one reading.

    Arguments:
        depth: how far values were resolved.
        before: the surface of the one.
        after: the surface of the other.
        of: the reading that leaves open what is decided here.
    """

    depth: Depth
    before: Surfaces
    after: Surfaces
    of: Depth | None = None


def readings(before: Template, after: Template) -> tuple[Sides, ...]:
    """Read two templates in every way that shows something the ways before did not, the plainest first.

    Arguments:
        before: CloudFormation, as `migrator.proof.compile.compiled` returns it.
        after: the template that follows.
    """
    shared = shared_parameters(before, after)
    templates = (before, after)
    named = frozenset(parameters(before).keys() | parameters(after).keys())
    wanted = {
        Depth.DEFAULTS: DEFAULTS,
        Depth.FREE: Reading(free=shared),
        Depth.SPELLED: Reading(free=shared, spelled=named),
    }
    found: list[Sides] = []
    last: list[Any] = []
    for depth, reading in wanted.items():
        resolved_ = [resolved(template, reading) for template in templates]
        resources = [side["Resources"] for side in resolved_]
        if resources != last:
            sides = _sides(depth, resolved_)
            said = repr((sides.before, sides.after, *map(_deciding, resources)))
            found += _with_cases(sides, reading, templates, said)
        last = resources
    return tuple(found)


def _deciding(resources: Mapping[str, Any]) -> list[Any]:
    """The resources that can decide who gets in: a condition in them may leave no trace in what is read of them."""
    return [each for each in resources.values() if not str(each.get("Type")).startswith(tuple(HARMLESS))]


def _with_cases(sides: Sides, reading: Reading, templates: tuple[Template, Template], said: str) -> Iterator[Sides]:
    """A reading, and those of each case that it leaves open, which take its place where these are all."""
    found = open_comparisons(templates, reading, said) if sides.depth is not Depth.SPELLED else {}
    if not found:
        yield sides
        return
    tried, complete = cases(templates, found)
    yield replace(sides, depth=Depth.OPEN) if complete else sides
    for case in tried:
        decided = [resolved(template, replace(reading, case=case)) for template in templates]
        yield replace(_sides(Depth.CASE, decided), of=sides.depth)


def _sides(depth: Depth, templates: Sequence[Template]) -> Sides:
    before, after = map(surfaces, templates)
    return Sides(depth, before, after)


def spelled(before: Template, after: Template) -> Sides:
    """Read two templates that are compiled without values of some parameters, which so stay under their names.

    Arguments:
        before: CloudFormation, as `migrator.proof.compile.compiled` returns it.
        after: the template that follows.
    """
    return _sides(Depth.SPELLED, [resolved(before), resolved(after)])


def compared_in_all(found: Iterable[Sides], moved: Mapping[str, str], shared: frozenset[str]) -> Iterator[Difference]:
    """List what differs in any reading, each thing once, as the first reading that shows it has it.

    What lets callers in is told where it does, whatever an earlier reading showed of the same thing.

    Arguments:
        found: the templates as `readings` returns them.
        moved: logical ids before, and which API after takes their place.
        shared: parameters that both templates have.
    """
    seen: set[_Told] = set()
    shown = [
        (sides, list(compared(sides.before, sides.after, moved))) for sides in found if sides.depth is not Depth.OPEN
    ]
    always = {of: _in_each(listed for sides, listed in shown if sides.of is of) for of in (Depth.DEFAULTS, Depth.FREE)}
    told: Mapping[Depth, Callable[[Difference], Difference | None]] = {
        Depth.DEFAULTS: lambda d: d,
        **dict.fromkeys((Depth.FREE, Depth.CASE), lambda d: replace(d, sentence=f"{d.sentence} ({OTHERWISE})")),
        Depth.SPELLED: lambda d: d if _names_others(d, shared) else None,
    }
    for sides, listed in shown:
        new = [d for d in listed if seen.isdisjoint({_as_told(d), (d.key, True)})]
        seen.update(map(_as_told, new))
        for each in new:
            depth = Depth.DEFAULTS if sides.of and _as_told(each) in always[sides.of] else sides.depth
            if (difference := told[depth](each)) is not None:
                yield difference


def _as_told(difference: Difference) -> _Told:
    return difference.key, difference.weaker


def _in_each(cases: Iterable[Sequence[Difference]]) -> frozenset[_Told]:
    """What differs in every one of some cases."""
    found = [frozenset(map(_as_told, listed)) for listed in cases]
    return frozenset.intersection(*found) if found else frozenset()


def of_migration(
    strict: Sequence[Difference],
    before: Surfaces,
    after: Surfaces,
    outcomes: Sequence[ApiOutcome],
    direction: Direction,
) -> tuple[Difference, ...]:
    """What a migration changes: what differs as the templates spell it, and what differs once values are resolved.

    What is not compared is told by its resolved values alone: nothing but the tool itself can have spelled it anew.

    Arguments:
        strict: what differs with parameters, mappings and conditions under their names.
        before: the APIs before, with values resolved.
        after: those after.
        outcomes: what became of each API.
        direction: which kind the migrated APIs must be.
    """
    known = tuple(d for d in strict if d.compared)
    keys = {d.key for d in known}
    return (*known, *(d for d in differences(before, after, outcomes, direction) if d.key not in keys))


def _names_others(difference: Difference, shared: frozenset[str]) -> bool:
    """Whether a value takes another parameter than before, or the same ones otherwise; a literal can be a default."""
    was, now = (frozenset(_WORD.findall(value)) & shared for value in difference.values)
    return (bool(was) and was == now) or (bool(was - now) and bool(now - was))


def shared_parameters(before: Template, after: Template) -> frozenset[str]:
    """Parameters that both templates have.

    Arguments:
        before: a compiled template.
        after: the other.
    """
    return frozenset(parameters(before).keys() & parameters(after).keys())


def assumed(before: Template, after: Template, names: Iterable[str]) -> str:
    """The values that parameters were taken to have, for a sentence; empty where none has a value.

    Arguments:
        before: a compiled template.
        after: the other.
        names: the parameters in question.
    """
    declared = {**parameters(before), **parameters(after)}
    values = {name: declared[name].get("Default") for name in names if name in declared}
    return ", ".join(f"{name} = {value}" for name, value in sorted(values.items()) if value != f"{PLACEHOLDER}{name}")


def parameters(template: Template) -> dict[str, Any]:
    """The parameters that a template declares."""
    return {name: p for name, p in mapping(template.get("Parameters")).items() if isinstance(p, dict)}
