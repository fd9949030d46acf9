"""Parameters that two templates use in different places, and what that leaves open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from ..text.source import Source
from .compile import CompileError, compiled
from .intrinsics import referenced
from .readings import assumed, parameters, shared_parameters
from .reduction import Path
from .shapes import properties_of, resources_of

CODE = ("AWS::Serverless::Function", "AWS::Lambda::Function")
URL = "FunctionUrlConfig"

Documents: TypeAlias = tuple[Mapping[str, Any], Mapping[str, Any]]
"""A template before and the one after."""


def taken_for_granted(old: Mapping[str, Any], new: Mapping[str, Any], documents: Documents) -> Iterator[str]:
    """Say which values were taken for granted where the templates spell what they hold in different ways."""
    names = _used_otherwise(documents)
    if values := assumed(old, new, names):
        yield f"Parameters were taken to have the values that the templates give them: {values}."


def _used_otherwise(documents: Documents) -> frozenset[str]:
    """Parameters that one template mentions more often than the other."""
    uses = [_uses(document) for document in documents]
    return frozenset(name for name in {*uses[0], *uses[1]} if uses[0][name] != uses[1][name])


def interchangeable(old: Mapping[str, Any], new: Mapping[str, Any], documents: Documents) -> frozenset[str]:
    """Parameters of one value of which one may have taken the place of another, which the value does not show."""
    values: dict[str, set[str]] = {}
    for name in _used_otherwise(documents) & shared_parameters(old, new):
        values.setdefault(str(parameters(new)[name].get("Default")), set()).add(name)
    return frozenset[str]().union(*(names for names in values.values() if len(names) > 1))


def compiled_by_name(
    sources: tuple[Source, Source], files: Sequence[Mapping[str, str]], left_out: Sequence[Path], names: frozenset[str]
) -> Documents | None:
    """Both templates without values of some parameters: SAM puts them in the place of names, of stages for one."""
    try:
        old, new = (compiled(s.text, texts, left_out, names) for s, texts in zip(sources, files, strict=True))
    except CompileError:  # one stands where SAM insists on a value
        return None
    return old, new


def _uses(document: Mapping[str, Any]) -> Counter[str]:
    """How often the APIs of a template, and what can be attached to them, mention each parameter."""
    found = resources_of(document).values()
    parts = [r.get("Properties") for r in found if not str(r.get("Type")).startswith(CODE)]
    parts += [properties_of(resource).get(key) for resource in found for key in ("Events", URL)]
    return Counter(name for part in (parts, document.get("Globals")) for name in referenced(part))
