"""Refuse names that no template of a run holds: a typo would guard, or accept, nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ..moves import TARGETS, renamed
from ..options import Direction
from ..sam.definitions import INCLUDE
from ..sam.kinds import IMPLICIT_HTTP, IMPLICIT_REST, KINDS
from ..sam.template import Template, read_template
from ..text.node import Node
from ..text.source import Source
from ..text.values import is_map
from .arguments import ArgumentError, suggestion
from .names import Name, What

_AUTHORIZERS = ("Authorizers", "securitySchemes", "securityDefinitions")
"""Keys of the maps that hold authorizers by name: SAM's, and those of definitions."""
_ELSEWHERE = ("DefinitionUri", INCLUDE)
"""What a template says whose authorizers may stand in another file."""
_MOST_LOOKED_AT = 100
"""Templates that are read for a suggestion."""
_MOST_NAMED = 8


def refuse_unknown(names: Sequence[Name], sources: Iterable[Source], direction: Direction) -> None:
    """Refuse names that no template holds.

    An API that has migrated already is known by the id that it had before: a second run is no mistake.

    Arguments:
        names: as they were typed.
        sources: the templates of the run that can be read; they are read no further than is needed.
        direction: which way.

    Raises:
        ArgumentError: a name is nowhere; the message says which one was probably meant.
    """
    missing = list(names)
    looked_at: list[Template] = []
    readable = True
    for source in sources:
        if not missing:
            return
        mentioned = [name for name in missing if _may_hold(source, name, direction)]
        if not mentioned and len(looked_at) >= _MOST_LOOKED_AT:
            continue
        template = read_template(source)
        if template is None:
            readable = False
            continue
        looked_at.append(template)
        missing = [name for name in missing if not _holds(template, name, direction)]
    if missing and (looked_at or readable):  # else the run says what is wrong with the templates
        raise ArgumentError(_message(missing[0], looked_at))


def _may_hold(source: Source, name: Name, direction: Direction) -> bool:
    """Whether it is worth reading a template for a name."""
    if name.text in (IMPLICIT_REST, IMPLICIT_HTTP):
        return True
    if name.what is What.AUTHORIZER and any(word in source.text for word in _ELSEWHERE):
        return True
    return name.text in source.text or renamed(name.text, TARGETS[direction]) in source.text


def _holds(template: Template, name: Name, direction: Direction) -> bool:
    if name.what is What.AUTHORIZER:
        return name.text in authorizers(template)
    kind = TARGETS[direction]
    moved = re.compile(rf"{re.escape(renamed(name.text, kind))}\d*")
    implicit = name.text in (IMPLICIT_REST, IMPLICIT_HTTP)
    return name.text in template.apis or any(
        api.kind == kind.name and (moved.fullmatch(api.id) or (implicit and api.implicit))
        for api in template.apis.values()
    )


def authorizers(template: Template) -> frozenset[str]:
    """The names of all authorizers that a template and its definitions hold."""
    return frozenset(name for _, root in template.documents for name in _authorizers(root))


def _authorizers(root: Node) -> Iterator[str]:
    stack = [root]
    while stack:
        node = stack.pop()
        stack.extend(node.items)
        for pair in node.pairs:
            stack.append(pair.value)
            if pair.key.text in _AUTHORIZERS and is_map(pair.value):
                yield from pair.value.entries()


def _message(name: Name, templates: Sequence[Template]) -> str:
    for template in templates if name.what is What.API else ():
        if (other := template.resources.get(name.text)) is not None:
            either = " and ".join(kind.type for kind in KINDS.values())
            return f"{name.given}: it is of the type {other.type}; only {either} are migrated"
    found = (authorizers(each) if name.what is What.AUTHORIZER else each.apis for each in templates)
    known = sorted({name for names in found for name in names})
    hint = suggestion(name.text, known, known[:_MOST_NAMED])
    return f"{name.given}: no template has an {name.what.value} of this name{hint}"
