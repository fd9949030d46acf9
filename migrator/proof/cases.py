"""The cases that the conditions of two templates leave open: which of them hold together, and which can."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any, Final, TypeAlias

from .shapes import mapping
from .values import Names, Reading

Template: TypeAlias = Mapping[str, Any]
Comparisons: TypeAlias = Mapping[str, tuple[str, str]]
"""Comparisons by their text, each with its two sides."""
Case: TypeAlias = Mapping[str, bool]
"""Comparisons by their text, and which way they are taken to be."""

MOST: Final = 4
"""Comparisons of which every combination is tried; of more, each is turned by itself."""
MOST_ALONE: Final = 16
LARGE: Final = 400
"""Resources from which on each comparison is turned by itself: a reading of them takes its time."""


def open_comparisons(templates: Sequence[Template], reading: Reading, said: str) -> Comparisons:
    """The comparisons that the conditions of templates make and that are not decided, each with its two sides.

    Arguments:
        templates: CloudFormation, as `migrator.proof.compile.compiled` returns it.
        reading: how far values are resolved.
        said: a text that has to mention what is asked for.
    """
    found: dict[str, tuple[str, str]] = {}
    for template in templates:
        names = Names(template, reading)
        for name in mapping(template.get("Conditions")):
            names.condition(name)
        found |= names.comparisons
    everything = said.lower()  # types and headers are read without their case
    return {text: sides for text, sides in sorted(found.items()) if text.lower() in everything}


def cases(templates: Sequence[Template], comparisons: Comparisons) -> tuple[list[Case], bool]:
    """The cases to look at, and whether these are all that there can be.

    Arguments:
        templates: both.
        comparisons: as `open_comparisons` returns them.
    """
    size = max(len(mapping(template.get("Resources"))) for template in templates)
    allowed = _allowed(templates)
    if len(comparisons) <= MOST and size < LARGE:
        ways = (dict(zip(comparisons, way, strict=True)) for way in product((True, False), repeat=len(comparisons)))
        return [case for case in ways if _can_be(case, comparisons, allowed)], True
    return [{text: way} for text in list(comparisons)[: MOST_ALONE // 2] for way in (True, False)], False


def _can_be(case: Case, comparisons: Comparisons, allowed: Mapping[str, frozenset[str]]) -> bool:
    """Whether comparisons can hold together: a parameter has one value, and one of those that it may have."""
    values: dict[str, list[str]] = {}
    refused: dict[str, set[str]] = {}
    for text, holds in case.items():
        left, right = comparisons[text]
        if holds:
            values.setdefault(left, []).append(right)
        else:
            refused.setdefault(left, set()).add(right)
    one = all(len(found) == 1 for left, found in values.items() if left)
    return one and not any(allowed[left] <= refused.get(left, set()) for left in allowed)


def _allowed(templates: Sequence[Template]) -> dict[str, frozenset[str]]:
    """The values of parameters that both templates allow nothing else for."""
    found = [dict(_allowed_by(template)) for template in templates]
    return {name: found[0][name] | found[1][name] for name in found[0].keys() & found[1].keys()}


def _allowed_by(template: Template) -> Iterator[tuple[str, frozenset[str]]]:
    for name, parameter in mapping(template.get("Parameters")).items():
        values = mapping(parameter).get("AllowedValues")
        if isinstance(values, list) and values:
            yield name, frozenset(str(value).lower() if isinstance(value, bool) else str(value) for value in values)
