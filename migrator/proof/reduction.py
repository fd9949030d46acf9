"""What of two templates does not compile here: what can be taken out of both, and what CloudFormation makes later."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

from ..sam.definitions import TRANSFORM
from ..sam.kinds import API_TYPES, EVENT_TYPES
from .document import CompileError
from .intrinsics import rendered
from .shapes import mapping, properties_of, several

Path: TypeAlias = tuple[str | int, ...]

MOST: Final = 50
"""How many parts are taken out before a template counts as one that does not compile."""

# The translator's own words (samtranslator.model.exceptions.InvalidResourceException, samtranslator.model.SamResource).
_RESOURCE = re.compile(r"Resource with id \[([^\]]+)\] is invalid\.")
_PROPERTY = re.compile(r"[Pp]roperty '?([\w:]+)'? (?:is )?not (?:defined|a valid property)")


def reducible(error: CompileError, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Path, ...]:
    """Name the parts that make a template fail and that are the same in the template that follows.

    An API, and a function or state machine with events of an API, never is such a part: it is what is compared.

    Arguments:
        error: what the translator said of the template before.
        before: that template, with what was found earlier taken out.
        after: the one that follows it, likewise.
    """
    included = tuple(_equal((*_transforms(before), *made_later(before)), before, after))
    if included:
        return included
    named = _RESOURCE.search(str(error))
    resources = mapping(before.get("Resources"))
    if named is None or named[1] not in resources:
        return ()
    whole: Path = ("Resources", named[1])
    unknown = _PROPERTY.search(str(error))
    if unknown is not None and resources[named[1]].get("Type") not in API_TYPES:
        found = tuple(_equal([(*whole, "Properties", unknown[1])], before, after))
        if found:
            return found
    if _is_compared(resources[named[1]]):
        return ()
    return tuple(_equal([whole], before, after))


def made_later(document: Mapping[str, Any]) -> tuple[Path, ...]:
    """Name the entries among the resources that are none: loops and includes, which the translator refuses.

    Arguments:
        document: a template as plain values.
    """
    entries = mapping(document.get("Resources")).items()
    return tuple(("Resources", name) for name, entry in entries if str(name).startswith("Fn::") and entry)


def without(document: Mapping[str, Any], paths: Sequence[Path]) -> dict[str, Any]:
    """A copy of a template without some of its parts.

    Arguments:
        document: a template as plain values.
        paths: what to leave out.
    """
    found: Any = dict(document)
    for path in paths:
        found = _removed(found, path)
    plain: dict[str, Any] = found
    return plain


def name_of(path: Path) -> str:
    """What a sentence calls a part of a template: a resource, or a property of one.

    Arguments:
        path: where the part stands.
    """
    _, resource, *rest = map(str, path)
    return f"`{'.'.join(rest).removeprefix('Properties.')}` of {resource}" if rest else resource


def _removed(value: Any, path: Path) -> Any:
    key, *rest = path
    if isinstance(value, dict) and key in value:
        if rest:
            return {**value, key: _removed(value[key], tuple(rest))}
        return {k: v for k, v in value.items() if k != key}
    if isinstance(value, list) and isinstance(key, int) and rest and key < len(value):
        return [*value[:key], _removed(value[key], tuple(rest)), *value[key + 1 :]]
    return value


def _transforms(document: Mapping[str, Any]) -> Iterator[Path]:
    """Where CloudFormation would put something in place before SAM sees it, outside of APIs and events."""
    for name, resource in mapping(document.get("Resources")).items():
        if isinstance(resource, dict) and resource.get("Type") not in API_TYPES:
            yield from _below(resource, ("Resources", name))


def _below(value: Any, path: Path) -> Iterator[Path]:
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in entries:
        if key == TRANSFORM:
            yield (*path, key)
        elif key != "Events" or len(path) != 3:
            yield from _below(inner, (*path, key))


def _equal(paths: Iterator[Path] | Sequence[Path], before: Any, after: Any) -> Iterator[Path]:
    for path in paths:
        was = _at(before, path)
        if was is not None and was == _at(after, path):
            yield path


def _at(value: Any, path: Path) -> Any:
    for key in path:
        if isinstance(value, dict):
            value = value.get(key)
        elif isinstance(value, list) and isinstance(key, int) and key < len(value):
            value = value[key]
        else:
            return None
    return value


def _is_compared(resource: Any) -> bool:
    if not isinstance(resource, dict) or str(resource.get("Type")) in API_TYPES:
        return True
    events = mapping(properties_of(resource).get("Events")).values()
    return any(not isinstance(event, dict) or str(event.get("Type")) in EVENT_TYPES for event in events)


KNOWN: Final = ("AWS::Serverless-2016-10-31", "AWS::LanguageExtensions")
"""Transforms that make nothing by themselves of what is compared: the loops of the second are named one by one."""


def made_elsewhere(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """Name what differs of two templates and makes what is not known here, a sentence each.

    Arguments:
        before: a template, as `migrator.proof.document.loaded` returns it.
        after: the one that follows.
    """
    macros = [_macros(side.get("Transform")) for side in (before, after)]
    if macros[0] != macros[1]:
        named = ", ".join(dict.fromkeys((*macros[0], *macros[1])))
        yield f"the templates pass through different macros ({named}), which can make anything of them"
    parts = [_unknown(side.get("Resources")) for side in (before, after)]
    for name in sorted(parts[0].keys() | parts[1].keys()):
        if parts[0].get(name) != parts[1].get(name):
            yield f"{name}, which makes resources that are not known before deployment, differs"


def _macros(transform: Any) -> list[str]:
    """The macros of a template in their order."""
    return [rendered(each) for each in several(transform) if each not in KNOWN]


def _unknown(resources: Any) -> dict[str, str]:
    """Entries among the resources that are none: loops, includes and macros of their own."""
    return {
        name: rendered(entry)
        for name, entry in mapping(resources).items()
        if not isinstance(entry, dict) or not isinstance(entry.get("Type"), str) or "Fn::Transform" in entry
    }
