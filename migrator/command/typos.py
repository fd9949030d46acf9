"""Refuse names that no template of a run holds: a typo would guard, or accept, nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from ..moves import TARGETS, renamed
from ..options import Direction
from ..sam.definitions import INCLUDE, place
from ..sam.kinds import IMPLICIT_HTTP, IMPLICIT_REST, KINDS
from ..sam.template import Api, Template, read_template
from ..text.node import Node
from ..text.source import Source
from ..text.values import is_map
from .arguments import ArgumentError, suggestion
from .config import Config
from .exclusions import Name, What, names_in
from .files import Target, readable, search

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

    Raises:
        ArgumentError: a name is nowhere; the message says which one was probably meant.
    """
    missing = list(names)
    others: list[Source] = []
    looked_at: list[Template] = []
    unread = False
    for source in sources if missing else ():
        if not any(_may_hold(source, name, direction) for name in missing):
            others.append(source)
            continue
        template = read_template(source)
        if template is None:  # the run says what is wrong with it, and a name in it may be what is meant
            unread = True
            missing = [name for name in missing if name.text not in source.text]
        else:
            looked_at.append(template)
            missing = [name for name in missing if not _holds(template, name, direction)]
        if not missing:
            return
    if missing:
        more = map(read_template, others[: _MOST_LOOKED_AT - len(looked_at)])
        looked_at += [template for template in more if template is not None]
        if looked_at or not (unread or others):
            raise ArgumentError(_message(missing[0], looked_at))


def refuse_strays(settings: Config, sources: Iterable[Source], direction: Direction) -> None:
    """Refuse settings that speak of files and names that the repository does not hold.

    Arguments:
        settings: as far as they hold for the direction.
        sources: the templates of the run.

    Raises:
        ArgumentError: they do.
    """
    root = settings.root
    for path, wishes in settings.templates.items():
        where = f"{settings.file}: templates: {path}"
        if not (root / path).is_file():
            raise ArgumentError(f"{where}: there is no such file")
        refuse_unknown((*names_in(wishes, where),), readable([Target(str(root / path))]), direction)
    if names := tuple(names_in(settings.wishes, settings.file or "")):
        refuse_unknown(names, chain(sources, readable(search(root))), direction)


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
    found = _apis(template, name.text, direction)
    return any(name.what is What.API or api.id != name.text or _is_elsewhere(template, api) for api in found)


def _apis(template: Template, name: str, direction: Direction) -> Iterator[Api]:
    """The APIs of a template that have a name, or had it before they migrated."""
    kind = TARGETS[direction]
    moved = re.compile(rf"{re.escape(renamed(name, kind))}\d*")
    implicit = name in (IMPLICIT_REST, IMPLICIT_HTTP)
    for api in template.apis.values():
        if api.id == name or (api.kind == kind.name and (moved.fullmatch(api.id) or (implicit and api.implicit))):
            yield api


def _is_elsewhere(template: Template, api: Api) -> bool:
    return place(api.properties) is not None and api.id not in template.definitions


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
    for template in templates if name.what is not What.AUTHORIZER else ():
        if name.what is What.DEFINED and name.text in template.apis:
            return f"{name.given}: the definition of {name.text} is in the template, or in a file that this names"
        if (other := template.resources.get(name.text)) is not None:
            either = " and ".join(kind.type for kind in KINDS.values())
            return f"{name.given}: it is of the type {other.type}; only {either} are migrated"
    found = (authorizers(each) if name.what is What.AUTHORIZER else each.apis for each in templates)
    known = sorted({name for names in found for name in names})
    hint = suggestion(name.text, known, known[:_MOST_NAMED])
    what = What.API if name.what is What.DEFINED else name.what
    return f"{name.given}: no template has an {what.value} of this name{hint}"
